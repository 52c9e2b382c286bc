package milena.standalone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import milena.runtime.observe.Metric;

/** Every metric of every service, for the reference page. */
public final class MilenaMetrics {

  static final Metric READY =
      Metric.gauge(
          "milena.service.ready",
          "",
          "1 while the service does its work, 0 while it cannot.",
          "service");

  private MilenaMetrics() {}

  /** By the title of their section, in the order in which a message meets them. */
  public static Map<String, List<Metric>> bySection() {
    var sections = new LinkedHashMap<String, List<Metric>>();
    sections.put("The process", List.of(READY));
    return sections;
  }
}

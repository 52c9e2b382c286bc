package milena.runtime.observe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference page of the metrics, generated from their declarations. */
public final class MetricsReference {

  private MetricsReference() {}

  /** The whole page in Markdown; the keys are the titles of its sections, in their order. */
  public static String markdown(Map<String, List<Metric>> sections) {
    var page = new StringBuilder();
    page.append(
        """
        # Metrics

        Generated from the declarations in the code; do not edit.
        They are at `/metrics` of the address given by `--http`, in the Prometheus text format. A timer
        has `_count`, `_sum`, `_max` and `_bucket` series. Beside those below there are Micrometer's
        own of the JVM and the process: `jvm_*`, `process_*` and `system_*`.
        """);
    sections.forEach(
        (title, metrics) -> {
          page.append("\n## ").append(title).append("\n\n");
          page.append("| metric | kind | labels | meaning |\n| --- | --- | --- | --- |\n");
          metrics.forEach(metric -> page.append(row(metric)));
        });
    return page.toString();
  }

  private static String row(Metric metric) {
    var labels = metric.labels().stream().collect(Collectors.joining("`, `", "`", "`"));
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            prometheusName(metric),
            metric.kind().name().toLowerCase(Locale.ROOT),
            metric.labels().isEmpty() ? "" : labels,
            metric.description());
  }

  /** The name under which Prometheus sees the metric. */
  public static String prometheusName(Metric metric) {
    var name = metric.name().replace('.', '_');
    var unit = metric.unit();
    var withUnit = unit.isEmpty() || name.endsWith("_" + unit) ? name : name + "_" + unit;
    return metric.kind() == Metric.Kind.COUNTER ? withUnit + "_total" : withUnit;
  }
}

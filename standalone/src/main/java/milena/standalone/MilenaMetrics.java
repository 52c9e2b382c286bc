package milena.standalone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import milena.bounce.BounceMeters;
import milena.delivery.claim.ClaimMeters;
import milena.delivery.connect.LaneMeters;
import milena.http.listen.ApiMeters;
import milena.ingest.converse.IngestMeters;
import milena.ingest.listen.ListenMeters;
import milena.ingest.secure.TlsMeters;
import milena.limits.LimitMeters;
import milena.outbox.read.OutboxMeters;
import milena.policy.versions.PolicyMeters;
import milena.registry.RegistryMeters;
import milena.router.route.RouterMeters;
import milena.router.shape.ShaperMeters;
import milena.runtime.observe.Metric;
import milena.runtime.stage.StageMeters;
import milena.standalone.data.DiskWatch;
import milena.tenants.LoginMeters;
import milena.tenants.book.BookMeters;

/** Every metric of every service, for the reference page. */
public final class MilenaMetrics {

  static final Metric READY =
      Metric.gauge(
          "milena.service.ready",
          "",
          "1 while the service does its work, 0 while it cannot.",
          "service");

  static final Metric CLOCK_DRIFT =
      Metric.gauge(
          "milena.clock.drift",
          "seconds",
          "By how much the machine's clock is ahead of where it would be had nobody set it since"
              + " the start. Mail is timed by the latter until the next start.");

  private MilenaMetrics() {}

  /** By the title of their section, in the order in which a message meets them. */
  public static Map<String, List<Metric>> bySection() {
    var sections = new LinkedHashMap<String, List<Metric>>();
    sections.put("The process", List.of(READY, CLOCK_DRIFT));
    sections.put("The disk of the embedded log", DiskWatch.METRICS);
    sections.put("Logins", LoginMeters.ALL);
    sections.put("Tenants and credentials", BookMeters.ALL);
    sections.put("Rate limits of tenants", LimitMeters.ALL);
    sections.put("Accepting mail", IngestMeters.ALL);
    sections.put("Accepting mail by HTTP", ApiMeters.ALL);
    sections.put(
        "Listeners and TLS",
        Stream.concat(ListenMeters.ALL.stream(), TlsMeters.ALL.stream()).toList());
    sections.put("Outboxes", OutboxMeters.ALL);
    sections.put("Router and shaper, each as a stage", StageMeters.ALL);
    sections.put("Routing", RouterMeters.ALL);
    sections.put("The policy", PolicyMeters.ALL);
    sections.put("Shaping", ShaperMeters.ALL);
    sections.put("Claiming dispatches", ClaimMeters.ALL);
    sections.put("Sending", LaneMeters.ALL);
    sections.put("What comes back", BounceMeters.ALL);
    sections.put("The schema registry", RegistryMeters.ALL);
    return sections;
  }
}

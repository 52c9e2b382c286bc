package milena.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Faults;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Lifecycle;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.HealthEndpoint;
import milena.runtime.observe.HealthReport;
import milena.runtime.observe.Meters;
import milena.standalone.MilenaConfig.LogPlace;
import milena.standalone.MilenaConfig.Registry;
import milena.standalone.data.DataFolder;
import milena.standalone.data.RunningSystem;
import milena.standalone.kafka.BrokerService;
import milena.standalone.kafka.EmbeddedKafka;

/**
 * The services of a process, wired by hand in the order in which they start. This is the one place
 * that knows all of them.
 */
public final class Standalone implements AutoCloseable {

  /**
   * Something that listens.
   *
   * @param what for the operator: {@code health and metrics}
   * @param where an address or URL, known once the services have started
   */
  public record Listening(String what, Supplier<String> where) {}

  private final MilenaConfig config;
  private final Faults faults = new Faults();
  private final Meters meters = new Meters().withJvm();
  private final List<Service> services = new ArrayList<>();
  private final List<Listening> listening = new ArrayList<>();
  private final HealthEndpoint http;
  private final Lifecycle lifecycle;

  private Standalone(MilenaConfig config) {
    this.config = config;
    services.add(new DataFolder(config.data()));
    var bootstrap = log();
    http = healthAndMetrics();
    noteWhereItRuns(bootstrap);
    for (var service : services) {
      meters.gauge(MilenaMetrics.READY, service, Standalone::readiness, service.name());
    }
    lifecycle = new Lifecycle(services, config.drain(), System::nanoTime);
  }

  /** Builds every service that this configuration asks for; starts none. */
  public static Standalone wire(MilenaConfig config) {
    return new Standalone(config);
  }

  private Supplier<String> log() {
    return switch (config.log().place()) {
      case LogPlace.Embedded(var listen) -> {
        var options = new EmbeddedKafka.Options(config.data().resolve("kafka"), listen, Map.of());
        var broker = new BrokerService(options, faults);
        services.add(broker);
        listening.add(new Listening("kafka (embedded)", broker::bootstrap));
        yield broker::bootstrap;
      }
      case LogPlace.Outside(var bootstrap, var _) -> () -> bootstrap;
    };
  }

  private HealthEndpoint healthAndMetrics() {
    var endpoint = new HealthEndpoint(config.http(), meters, this::health);
    services.add(endpoint);
    listening.add(
        new Listening(
            "health and metrics",
            () -> "http://%1$s/health http://%1$s/metrics".formatted(endpoint.address())));
    return endpoint;
  }

  private void noteWhereItRuns(Supplier<String> bootstrap) {
    Path folder = config.data();
    var registry =
        switch (config.registry()) {
          case Registry.BuiltIn(var listen) -> URI.create("http://" + listen);
          case Registry.Outside(var url, var _, var _, var _) -> url;
        };
    services.add(
        new RunningNote(folder, () -> RunningSystem.thisProcess(bootstrap.get(), registry)));
  }

  private static double readiness(Service service) {
    return service.health() instanceof Health.Ready ? 1 : 0;
  }

  private HealthReport health() {
    return HealthReport.of(lifecycle);
  }

  /** Starts and stops what was wired. */
  public Lifecycle lifecycle() {
    return lifecycle;
  }

  /** Where a service says that it cannot go on. */
  public Faults faults() {
    return faults;
  }

  /** Where health and metrics are served; with the real port once started. */
  public HostPort httpAddress() {
    return http.address();
  }

  /** What listens where, in the order of start. */
  public List<Listening> listening() {
    return List.copyOf(listening);
  }

  @Override
  public void close() {
    meters.close();
  }
}

package milena.standalone;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import milena.ingest.IngestService;
import milena.ingest.log.SystemStorage;
import milena.registry.RegistryConfig;
import milena.registry.RegistryService;
import milena.router.past.Past;
import milena.runtime.config.HostPort;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Faults;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Lifecycle;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.HealthEndpoint;
import milena.runtime.observe.HealthReport;
import milena.runtime.observe.Meters;
import milena.schemas.RecordFormat;
import milena.standalone.MilenaConfig.Destination;
import milena.standalone.MilenaConfig.LogPlace;
import milena.standalone.MilenaConfig.Registry;
import milena.standalone.data.DataFolder;
import milena.standalone.data.DiskWatch;
import milena.standalone.data.RunningSystem;
import milena.standalone.kafka.BrokerService;
import milena.standalone.kafka.EmbeddedKafka;
import milena.standalone.recover.LogWitness;
import milena.standalone.recover.Recovery;
import milena.tenants.Logins;
import org.jspecify.annotations.Nullable;

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
  private final LateService<GroundService> ground;
  private final LateService<WayService> way;
  private SystemStorage storage = SystemStorage.AMPLE;
  private @Nullable LogWitness witness;
  private @Nullable LateService<IngestService> ingest;
  private @Nullable LateService<ApiDoor> api;

  private Standalone(MilenaConfig config) {
    this.config = config;
    services.add(new DataFolder(config.data()));
    var bootstrap = log();
    ground = new LateService<>("topics", () -> new GroundService(config, bootstrap.get()));
    services.add(ground);
    var sandbox = sandbox();
    var registry = registry();
    way = way(registry, sandbox, recovery(registry));
    roles();
    http = healthAndMetrics();
    noteWhereItRuns(bootstrap, registry);
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
      case LogPlace.Embedded(var listen, var reserve) -> {
        var disk = new DiskWatch(config.data(), reserve, meters);
        services.add(disk);
        storage = disk::hasRoom;
        var options = new EmbeddedKafka.Options(config.data().resolve("kafka"), listen, Map.of());
        var broker = new BrokerService(options, faults);
        var watching = new LogWitness(config.data());
        witness = watching;
        services.add(watching);
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

  private Supplier<Optional<InetSocketAddress>> sandbox() {
    if (!(config.routing().destination() instanceof Destination.Sandbox)) {
      return Optional::empty;
    }
    var sandbox = new SandboxService();
    services.add(sandbox);
    listening.add(new Listening("sandbox sink", () -> sandbox.address().toString().substring(1)));
    return () -> Optional.of(sandbox.address());
  }

  /** The registry in this process, if it is one of its roles; answers where to ask. */
  private Supplier<List<URI>> registry() {
    return switch (config.registry()) {
      case Registry.Outside outside -> outside::urls;
      case Registry.BuiltIn(var listen) -> {
        if (!config.roles().contains(Role.REGISTRY)) {
          yield () -> List.of(URI.create("http://" + listen));
        }
        var registry =
            new LateService<>(
                "registry",
                () ->
                    new RegistryService(
                        listen.toSocketAddress(),
                        ground.get().clients().base(),
                        alone() ? RegistryConfig.alone() : RegistryConfig.oneOfSeveral(),
                        meters));
        services.add(registry);
        listening.add(new Listening("schema registry", () -> registry.get().url().toString()));
        yield () -> List.of(registry.get().url());
      }
    };
  }

  private boolean alone() {
    return config.log().place() instanceof LogPlace.Embedded;
  }

  /** Makes good what a power cut did to an embedded log; answers what the router is to know. */
  private Supplier<Past> recovery(Supplier<List<URI>> registry) {
    var watching = witness;
    if (watching == null) {
      return () -> Past.NONE;
    }
    var recovery =
        new LateService<>(
            "recovery",
            () ->
                new Recovery(
                    watching,
                    config.data(),
                    new Recovery.Ground(
                        ground.get().clients(),
                        RegistryAccess.client(config.registry(), registry.get()),
                        ground.get()::start)));
    services.add(recovery);
    return () -> recovery.get().past();
  }

  private LateService<WayService> way(
      Supplier<List<URI>> registry,
      Supplier<Optional<InetSocketAddress>> sandbox,
      Supplier<Past> past) {
    var made =
        new LateService<>(
            "way",
            () ->
                new WayService(
                    new MailServices(
                        config,
                        ground.get().clients(),
                        new MailServices.Surroundings(
                            RegistryAccess.client(config.registry(), registry.get()),
                            registry.get(),
                            sandbox.get(),
                            storage,
                            past.get(),
                            faults,
                            meters))));
    services.add(made);
    return made;
  }

  private void roles() {
    role(Role.INGEST, "tenants", () -> way.get().services().tenancy());
    var sends = config.roles().contains(Role.ROUTER) || config.roles().contains(Role.WORKER);
    if (config.roles().contains(Role.INGEST) || (sends && !alone())) {
      services.add(new LateService<>("limits", () -> way.get().services().limits()));
    }
    role(Role.INGEST, "ingest", () -> way.get().services().ingest())
        .ifPresent(
            door -> {
              ingest = door;
              listening.add(new Listening("smtp", () -> addresses(door.get())));
            });
    role(Role.INGEST, "outbox", () -> way.get().services().outbox());
    role(Role.INGEST, "api", () -> way.get().services().api())
        .ifPresent(
            door -> {
              api = door;
              listening.add(new Listening("http api", () -> door.get().url() + "/api"));
            });
    if (sends) {
      services.add(new LateService<>("policy", () -> way.get().services().policy()));
    }
    role(Role.ROUTER, "router", () -> way.get().services().router(alone()));
    role(Role.WORKER, "worker", () -> way.get().services().worker(alone()));
    role(Role.BOUNCE, "bounce", () -> way.get().services().bounce());
  }

  private static String addresses(IngestService ingest) {
    return ingest.addresses().stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  private <S extends Service> Optional<LateService<S>> role(
      Role role, String name, Callable<S> maker) {
    if (!config.roles().contains(role)) {
      return Optional.empty();
    }
    var service = new LateService<>(name, maker);
    services.add(service);
    return Optional.of(service);
  }

  private void noteWhereItRuns(Supplier<String> bootstrap, Supplier<List<URI>> registry) {
    Path folder = config.data();
    services.add(
        new RunningNote(
            folder,
            () ->
                RunningSystem.thisProcess(
                    new RunningSystem.Listens(
                        bootstrap.get(),
                        registry.get(),
                        http.address().toString(),
                        Optional.ofNullable(ingest).map(door -> addresses(door.get()))),
                    relay())));
  }

  private String relay() {
    return switch (config.routing().destination()) {
      case Destination.ByMx() -> "";
      case Destination.Smarthost(_), Destination.Sandbox() -> RunningSystem.SMARTHOST;
      case Destination.Routes(var file) -> file.toAbsolutePath().toString();
    };
  }

  private static double readiness(Service service) {
    return service.health() instanceof Health.Ready ? 1 : 0;
  }

  private HealthReport health() {
    return HealthReport.of(lifecycle);
  }

  /** Where mail is accepted; there once the services have started, in the ingest role. */
  public InetSocketAddress smtpAddress() {
    var door = ingest;
    if (door == null) {
      throw new IllegalStateException("this process does not accept mail");
    }
    return door.get().addresses().getFirst().toSocketAddress();
  }

  /** Where mail is accepted by HTTP; there once the services have started, in the ingest role. */
  public HostPort apiAddress() {
    var door = api;
    if (door == null) {
      throw new IllegalStateException("this process does not accept mail");
    }
    return door.get().address();
  }

  /** Who may come in through the doors of this process, once it runs. */
  public Logins logins() {
    return way.get().services().tenancy().logins();
  }

  /** How the log is reached; there once the services have started. */
  public ClientSettings clients() {
    return ground.get().clients();
  }

  /** How records are written; there once the services have started. */
  public RecordFormat format() {
    return way.get().services().format();
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

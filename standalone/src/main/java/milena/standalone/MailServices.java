package milena.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import milena.bounce.BounceService;
import milena.delivery.DeliveryConfig;
import milena.delivery.DeliveryService;
import milena.delivery.claim.FreshRecords;
import milena.delivery.connect.Clocks;
import milena.delivery.connect.ConnectConfig;
import milena.delivery.connect.OpenFiles;
import milena.delivery.connect.SiteLimits;
import milena.delivery.path.Leases;
import milena.delivery.resolve.Directory;
import milena.http.HttpService;
import milena.ingest.IngestConfig;
import milena.ingest.IngestService;
import milena.ingest.log.SystemStorage;
import milena.ingest.log.Written;
import milena.ingest.login.LoginDesk;
import milena.ingest.secure.Certificates;
import milena.limits.LimitMeters;
import milena.limits.LimitService;
import milena.mail.route.MailRouting;
import milena.outbox.OutboxService;
import milena.policy.versions.PolicyWatch;
import milena.router.RouterService;
import milena.router.command.CommandLog;
import milena.router.past.Past;
import milena.router.route.RouterConfig;
import milena.runtime.clock.SteadyClock;
import milena.runtime.clock.SteadyTime;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Faults;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.schemas.LogProfile;
import milena.schemas.RecipientHash;
import milena.schemas.RecordFormat;
import milena.schemas.registry.RegistryClient;
import milena.standalone.queue.RouterDesk;
import milena.tenants.LoginSettings;
import milena.tenants.Logins;
import milena.tenants.book.TenantBook;
import milena.tenants.rate.TenantRates;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the services of the way, each from the settings that are its own. */
final class MailServices {
  private static final Logger log = LoggerFactory.getLogger(MailServices.class);
  private static final Duration PARKED_FOR = Duration.ofSeconds(30);

  private final MilenaConfig config;
  private final RegistryClient registry;
  private final Past past;
  private final Faults faults;
  private final Meters meters;
  private final SystemStorage storage;
  private final SteadyClock clock = SteadyClock.ofThisProcess();
  private final ClientSettings clients;
  private final LogProfile profile;
  private final RecordFormat format;
  private final FreshRecords fresh = new FreshRecords();
  private final ClusterDocuments documents;
  private final MailRouting routing;
  private volatile @Nullable TenancyService tenancy;
  private @Nullable LimitService limits;
  private volatile @Nullable RouterService router;
  private @Nullable PolicyWatch policy;

  /**
   * What is there before the services.
   *
   * @param registry a client of the schema registry
   * @param registryUrls where that answers
   * @param sandbox where the built-in sink listens, if it runs
   * @param storage whether there is room for mail
   * @param past what is to be known of mail from before a power cut
   * @param faults told when a service cannot go on
   * @param meters where metrics are registered
   */
  record Surroundings(
      RegistryClient registry,
      List<URI> registryUrls,
      Optional<InetSocketAddress> sandbox,
      SystemStorage storage,
      Past past,
      Faults faults,
      Meters meters) {}

  /** Brings the log into shape first: schemas are registered before any record is written. */
  MailServices(MilenaConfig config, ClientSettings clients, Surroundings surroundings)
      throws IOException, InterruptedException {
    this.config = config;
    this.clients = clients;
    this.registry = surroundings.registry();
    this.past = surroundings.past();
    this.faults = surroundings.faults();
    this.meters = surroundings.meters();
    this.storage = surroundings.storage();
    meters.gauge(MilenaMetrics.CLOCK_DRIFT, clock, SteadyClock::driftSeconds);
    if (!SteadyTime.rulesKafka()) {
      log.warn(
          "Kafka's clients go by the machine's clock, and stand still when it is set back; put"
              + " Milena's jars before Kafka's on the class path");
    }
    this.profile = Ground.profile(config);
    FirstRegistration.into(registry);
    this.format = RecordFormats.of(config, clients, registry, surroundings.registryUrls());
    this.documents = ClusterDocuments.provide(clients, format, profile.sitePartitions());
    this.routing = MailRouting.open(RouteSettings.of(config, surroundings.sandbox()), clock);
  }

  /** The same for all doors. */
  TenancyService tenancy() {
    var made = tenancy;
    if (made == null) {
      var book = new TenantBook(clients, format, config.intake().tenant(), meters);
      var around = new Logins.Surroundings(book::known, clock, System::nanoTime, meters);
      var logins = new Logins(LoginSettings.defaults(), documents.saltBytes(), around);
      made = new TenancyService(book, logins, limits());
      tenancy = made;
    }
    return made;
  }

  /** The policy in force, for the router, the shaper and the worker; follows it once started. */
  PolicyWatch policy() {
    var made = policy;
    if (made == null) {
      made = new PolicyWatch(clients, format, meters);
      policy = made;
    }
    return made;
  }

  /**
   * Limits that several processes share: those of tenants at the doors, the shaper's and the
   * worker's.
   */
  LimitService limits() {
    var made = limits;
    if (made == null) {
      made =
          new LimitService(
              clients,
              format,
              () -> tenancy == null ? List.of() : TenantRates.limits(tenancy.book().known()),
              clock,
              meters);
      limits = made;
    }
    return made;
  }

  private TenantRates rates(String door) {
    var known = tenancy();
    var refused = LimitMeters.refused(meters, door);
    return new TenantRates(
        known.book()::known, known.limits().shares(), clock::millis, refused::increment);
  }

  RecordFormat format() {
    return format;
  }

  /** Where no worker runs nobody would take what is kept. */
  private Written written() {
    return config.roles().contains(Role.WORKER) ? fresh::add : Written.NOBODY;
  }

  IngestService ingest() {
    var intake = config.intake();
    var rates = rates("smtp");
    var defaults = IngestConfig.defaults(intake.smtp(), intake.hostname());
    return new IngestService(
        IntakeSettings.of(defaults, intake),
        new IngestService.Surroundings(
            clients.base(),
            format,
            written(),
            storage,
            LoginDesk.of(tenancy().logins(), rates, intake.checks()),
            rates,
            clock,
            meters),
        documents.saltBytes());
  }

  OutboxDoor outbox() {
    var intake = config.intake();
    var book = tenancy().book();
    var around =
        new OutboxService.Surroundings(
            clients, format, written(), book::known, rates("outbox"), storage, clock, meters);
    return new OutboxDoor(intake, book, profile, around, documents.saltBytes());
  }

  ApiDoor api() throws GeneralSecurityException {
    var tenancy = tenancy();
    var certificates =
        config.api().tls()
            ? Optional.of(
                Certificates.open(config.intake().tls().speaking("http/1.1"), meters, clock))
            : Optional.<Certificates>empty();
    var around =
        new HttpService.Surroundings(
            clients,
            format,
            written(),
            storage,
            clock,
            tenancy.logins(),
            tenancy.book()::known,
            ApiDoor.tls(certificates),
            rates("http"),
            meters);
    var desk =
        new RouterDesk(
            new CommandLog(clients, format, clock),
            () -> Optional.ofNullable(router).map(RouterService::view));
    return new ApiDoor(around, config, certificates, documents.saltBytes(), desk);
  }

  /**
   * Router and shaper, which do nothing before the policy is read.
   *
   * @param sole whether no other process can be a router of this log: limits need not be leased
   */
  Service router(boolean sole) {
    return new AfterPolicy("router", policy().caughtUp(), () -> makeRouter(sole), faults);
  }

  private RouterService makeRouter(boolean sole) {
    var expiry = config.retries().expiry();
    var ground =
        new RouterService.Ground(
            clients,
            format,
            new RecipientHash(documents.saltBytes()),
            policy(),
            sole ? null : limits().permits(),
            documents::shardMap,
            config.data().resolve("state"),
            clock,
            past,
            meters,
            fault -> faults.report("router", fault));
    var made =
        new RouterService(
            ground,
            new RouterConfig(
                expiry, PARKED_FOR, profile.intakePartitions(), profile.sitePartitions()),
            BuiltInShaping.of(config),
            routing.routes(),
            profile);
    router = made;
    return made;
  }

  /**
   * The worker, which does nothing before the policy is read.
   *
   * @param sole whether no other process can be a worker of this log: limits need not be leased
   */
  Service worker(boolean sole) {
    return new AfterPolicy("worker", policy().caughtUp(), () -> makeWorker(sole), faults);
  }

  /** Reads the files of the DKIM keys, which have to be right. */
  private DeliveryService makeWorker(boolean sole) throws IOException {
    var sites = config.sites();
    var connect =
        ConnectConfig.defaults(config.intake().hostname())
            .withMxPort(config.routing().mx().port())
            .withLimits(
                new SiteLimits(
                    sites.connections(),
                    sites.messagesPerConnection(),
                    sites.recipientsPerTransaction()))
            .withProxyPassword(sites.proxyPassword())
            .withConnectionsInAll(sites.connectionsInAll().orElseGet(OpenFiles::forConnections));
    var settings =
        DeliveryConfig.defaults(config.intake().hostname())
            .withConnect(connect)
            .withKeys(DkimKeyFile.readAll(config.routing().dkim()));
    return new DeliveryService(
        new DeliveryService.Parts(
            clients,
            format,
            fresh,
            Directory.of(routing),
            policy(),
            sole ? Leases.NONE : Leases.of(limits().permits(), clock::millis),
            new Clocks(clock, System::nanoTime),
            faults,
            meters),
        sole ? settings.forSoleOwner() : settings);
  }

  BounceService bounce() {
    return new BounceService(
        clients, format, documents.saltBytes(), profile.intakePartitions(), meters);
  }

  void close() {
    routing.close();
    registry.close();
  }
}

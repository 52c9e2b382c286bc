package milena.router;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import milena.limits.lease.Permits;
import milena.mail.route.MxHost;
import milena.mail.route.Route;
import milena.mail.route.RouteFinder;
import milena.policy.Policy;
import milena.router.command.CommandCopies;
import milena.router.past.Past;
import milena.router.route.Earlier;
import milena.router.route.RouteLogic;
import milena.router.route.RouterConfig;
import milena.router.route.RouterMeters;
import milena.router.shape.EarlierAttempts;
import milena.router.shape.QueueView;
import milena.router.shape.ShapeLogic;
import milena.router.shape.ShaperConfig;
import milena.router.shape.ShaperMeters;
import milena.router.shape.SiteLookup;
import milena.router.shape.UnroutedSites;
import milena.router.site.SiteMemory;
import milena.router.trim.LogTrim;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.runtime.stage.Stage;
import milena.runtime.stage.StageSettings;
import milena.schemas.LogProfile;
import milena.schemas.RecipientHash;
import milena.schemas.RecordFormat;
import milena.schemas.ShardMap;
import milena.schemas.TopicSpec;
import milena.schemas.Topics;
import org.jspecify.annotations.Nullable;

/**
 * Router and shaper, each a stage of its own thread, and what works beside them: the memory of
 * sites, the copies of commands, and the trimming of topics.
 */
public final class RouterService implements Service {

  /** Under load, a transaction is open for at most about this long before it is committed. */
  private static final Duration LONGEST_OPEN = Duration.ofMillis(50);

  /** Well below what a cleaner that is early could take away. */
  private static final Duration LONGEST_AWAY = TopicSpec.TOMBSTONES_KEPT.dividedBy(2);

  /**
   * What the service stands on.
   *
   * @param clients how Kafka is reached
   * @param format how records are written
   * @param hash keys by recipient; used by the router's thread alone
   * @param policy the policy in force
   * @param permits of limits that other processes share; null when there are no others
   * @param shardMap the shard map in force
   * @param folder where the stages keep their stores
   * @param clock the time; never goes back
   * @param past what was known before the queue was lost, if it was
   * @param meters where metrics are registered
   * @param onFatal told when a store fails, which the process cannot survive
   */
  public record Ground(
      ClientSettings clients,
      RecordFormat format,
      RecipientHash hash,
      Supplier<Policy> policy,
      @Nullable Permits permits,
      Supplier<ShardMap> shardMap,
      Path folder,
      InstantSource clock,
      Past past,
      Meters meters,
      Consumer<Throwable> onFatal) {}

  private final SiteMemory sites;
  private final LogTrim trim;
  private final CommandCopies commands;
  private final QueueView view = new QueueView();
  private final Stage router;
  private final Stage shaper;

  /**
   * Wires both stages.
   *
   * @param profile how long the log keeps what
   */
  public RouterService(
      Ground ground,
      RouterConfig routing,
      ShaperConfig shaping,
      RouteFinder finder,
      LogProfile profile) {
    trim = new LogTrim(ground.clients(), profile, ground.clock());
    commands = new CommandCopies(ground.clients(), ground.format(), routing.sitePartitions());
    sites = new SiteMemory(ground.clients(), ground.format(), finder::remember);
    router =
        new Stage(
            new StageSettings(
                "router",
                List.of(Topics.SUBMISSIONS, Topics.RECIPIENTS),
                List.of(Topics.SUPPRESSIONS),
                Topics.PARKED,
                ground.folder().resolve("router"),
                RouteLogic.FORMAT,
                LONGEST_AWAY,
                LONGEST_OPEN),
            ground.clients(),
            new RouteLogic(
                routing,
                ground.format(),
                ground.hash(),
                finder,
                new RouteLogic.Around(
                    ground.shardMap(),
                    ground.clock(),
                    new Earlier(
                        ground.past(),
                        new EarlierAttempts(shaping.retry(), RandomGenerator.getDefault())),
                    new RouterMeters(ground.meters(), finder))),
            ground.meters(),
            InstantSource.system(),
            ground.onFatal());
    shaper =
        new Stage(
            new StageSettings(
                "shaper",
                List.of(Topics.QUEUE, Topics.ATTEMPTS),
                List.of(Topics.CONTROL),
                Topics.SHAPER_STATE,
                ground.folder().resolve("shaper"),
                ShapeLogic.FORMAT,
                LONGEST_AWAY,
                LONGEST_OPEN),
            ground.clients(),
            new ShapeLogic(
                shaping,
                ground.format(),
                new FinderSites(finder),
                new ShapeLogic.Around(
                    ground.policy(),
                    ground.permits(),
                    ground.shardMap(),
                    ground.clock(),
                    RandomGenerator.getDefault(),
                    new ShaperMeters(ground.meters()),
                    view)),
            ground.meters(),
            InstantSource.system(),
            ground.onFatal());
  }

  /** Sites as the finder knows them. */
  private record FinderSites(RouteFinder finder) implements SiteLookup {
    @Override
    public @Nullable String known(String domain) {
      var route = finder.known(domain).orElse(null);
      return switch (route) {
        case null -> null;
        case Route.Relay relay -> relay.site();
        case Route.MailExchangers exchangers -> exchangers.site();
        case Route.MxNotAllowed() -> UnroutedSites.UNROUTED + domain;
        case Route.Undeliverable _, Route.Unknown _ -> null;
      };
    }

    @Override
    public @Nullable List<String> hosts(String domain) {
      var route = finder.known(domain).orElse(null);
      return switch (route) {
        case Route.MailExchangers exchangers ->
            exchangers.hosts().stream().map(MxHost::name).toList();
        case Route.Relay _, Route.MxNotAllowed _, Route.Undeliverable _ -> List.of();
        case Route.Unknown _ -> null;
        case null -> null;
      };
    }

    @Override
    public boolean findingOut(String domain) {
      return !finder.find(domain).isDone();
    }
  }

  /** Where it can be asked what waits in this process. */
  public QueueView view() {
    return view;
  }

  @Override
  public String name() {
    return "router";
  }

  @Override
  public void start() {
    sites.start();
    router.start();
    shaper.start();
    trim.start();
    commands.start();
  }

  @Override
  public void stop(Deadline deadline) throws InterruptedException {
    sites.stop();
    trim.stop();
    commands.stop(deadline.remaining());
    router.stop(deadline.remaining());
    shaper.stop(deadline.remaining());
  }

  @Override
  public Health health() {
    if (!router.ready()) {
      return Health.notReady("the router has no partitions yet, or still reads their state");
    }
    return shaper.ready()
        ? Health.ready()
        : Health.notReady("the shaper has no partitions yet, or still reads their state");
  }
}

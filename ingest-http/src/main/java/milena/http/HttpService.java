package milena.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import milena.http.compose.Lanes;
import milena.http.follow.FollowLimits;
import milena.http.follow.KafkaEvents;
import milena.http.follow.Lookups;
import milena.http.listen.ApiListener;
import milena.http.listen.ApiMeters;
import milena.http.listen.Endpoint;
import milena.http.listen.Endpoints;
import milena.http.listen.Tls;
import milena.http.login.Entrance;
import milena.http.operate.QueueDesk;
import milena.http.operate.QueueWay;
import milena.http.recall.Recall;
import milena.http.submit.Submitter;
import milena.ingest.log.KafkaSubmissionLog;
import milena.ingest.log.SystemStorage;
import milena.ingest.log.Written;
import milena.runtime.config.HostPort;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.schemas.RecordFormat;
import milena.tenants.Logins;
import milena.tenants.book.Roster;
import milena.tenants.rate.TenantRates;
import org.jspecify.annotations.Nullable;

/** The HTTP door as a service: the wiring of its steps. */
public final class HttpService implements Service {

  // Long enough for a broker that starts at the same time.
  private static final Duration LOG_AT_START = Duration.ofSeconds(30);

  private final HttpConfig config;
  private final Surroundings around;
  private final byte[] salt;
  private final Optional<QueueDesk> desk;
  private volatile @Nullable KafkaSubmissionLog log;
  private @Nullable ApiListener listener;
  private @Nullable Recall recall;
  private @Nullable Lanes lanes;

  /**
   * What is there before this door.
   *
   * @param clients how Kafka is reached
   * @param format how records become bytes
   * @param written told what was put into the log
   * @param storage whether there is room for mail
   * @param clock the time of day
   * @param logins who may come in
   * @param roster whom that is asked of; empty while that is not known yet
   * @param tls how connections are secured; empty for not at all
   * @param rates how much may come of whom
   * @param meters where metrics are registered
   */
  public record Surroundings(
      ClientSettings clients,
      RecordFormat format,
      Written written,
      SystemStorage storage,
      InstantSource clock,
      Logins logins,
      Supplier<Optional<Roster>> roster,
      Optional<Tls> tls,
      TenantRates rates,
      Meters meters) {}

  /**
   * Wires nothing yet; {@link #start} does.
   *
   * @param salt the cluster's salt for keys, at least 16 bytes
   */
  public HttpService(HttpConfig config, Surroundings around, byte[] salt) {
    this(config, around, salt, Optional.empty());
  }

  /**
   * The same, where operators may steer what waits.
   *
   * @param desk who carries out what they ask for; empty where nobody does
   */
  public HttpService(
      HttpConfig config, Surroundings around, byte[] salt, Optional<QueueDesk> desk) {
    this.desk = desk;
    this.config = config;
    this.around = around;
    this.salt = salt.clone();
  }

  @Override
  public String name() {
    return "api";
  }

  @Override
  public void start() throws Exception {
    var kafka = new HashMap<>(around.clients().base());
    kafka.putIfAbsent("client.id", "milena-http");
    var opened =
        new KafkaSubmissionLog(kafka, around.format(), salt, config.log(), around.written());
    var listening = new ApiListener(config.listen());
    try {
      opened.open(LOG_AT_START);
      var entrance =
          new Entrance(around.logins(), around.roster(), config.tenant(), config.trusted());
      var submitter = new Submitter(opened, config.log(), config.hostname());
      var composing = Lanes.ofThisMachine();
      lanes = composing;
      var way =
          new InjectWay(
              config, submitter, around.storage(), around.rates(), around.clock(), composing);
      recall = new Recall(around.clients(), around.format(), around.clock());
      var keyed = new KeyedWay(way, recall, salt);
      var events =
          new KafkaEvents(around.clients(), around.format(), around.clock(), System::nanoTime);
      var follow = new FollowWay(new Lookups(events, FollowLimits.defaults()));
      listening.bind(
          withDesk(endpoints(keyed::inject, follow), desk),
          entrance,
          around.tls(),
          new ApiMeters(around.meters()));
    } catch (Exception failed) {
      listening.shutdown();
      opened.close();
      closeRecall();
      closeLanes();
      throw failed;
    }
    log = opened;
    listener = listening;
  }

  private void closeRecall() throws InterruptedException {
    var remembering = recall;
    recall = null;
    if (remembering != null) {
      remembering.close();
    }
  }

  private void closeLanes() {
    var composing = lanes;
    lanes = null;
    if (composing != null) {
      composing.close();
    }
  }

  static Endpoints withDesk(Endpoints others, Optional<QueueDesk> desk) {
    var all = new ArrayList<>(others.all());
    desk.map(QueueWay::new).map(QueueWay::endpoints).ifPresent(all::addAll);
    return new Endpoints(all);
  }

  static Endpoints endpoints(Endpoint.Worker inject, FollowWay follow) {
    long most = follow.mostBytes();
    return new Endpoints(
        List.of(
            new Endpoint("POST", "/api/inject/v1", new Endpoint.Work(inject)),
            new Endpoint("GET", FollowWay.MESSAGE, new Endpoint.Look(follow::message, most)),
            new Endpoint("GET", FollowWay.EVENTS, new Endpoint.Look(follow::events, most)),
            new Endpoint("GET", "/api/openapi.json", new Endpoint.Page(Pages.openApi())),
            new Endpoint("GET", "/api", new Endpoint.Page(Pages.reading()))));
  }

  /** Where it listens, with the port that was taken. */
  public HostPort address() {
    var listening = listener;
    return listening == null ? config.listen().address() : listening.address();
  }

  @Override
  public void stop(Deadline deadline) throws Exception {
    var listening = listener;
    var opened = log;
    listener = null;
    log = null;
    if (listening != null) {
      listening.drain(deadline);
    }
    closeRecall();
    if (opened != null) {
      opened.close(deadline.remaining());
    }
    if (listening != null) {
      listening.shutdown();
    }
    closeLanes();
  }

  @Override
  public Health health() {
    var opened = log;
    if (opened == null) {
      return Health.notReady("not started");
    }
    return opened.failing() ? Health.notReady("the log does not acknowledge") : Health.ready();
  }
}

package milena.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import milena.ingest.accept.Acceptance;
import milena.ingest.accept.MessageReceipt;
import milena.ingest.converse.ConversationKit;
import milena.ingest.converse.ConversationKit.Patience;
import milena.ingest.converse.IngestMeters;
import milena.ingest.converse.StartTls;
import milena.ingest.listen.ListenMeters;
import milena.ingest.listen.Listener;
import milena.ingest.listen.SmtpListener;
import milena.ingest.log.ContentWriter;
import milena.ingest.log.KafkaSubmissionLog;
import milena.ingest.log.MemoryBudget;
import milena.ingest.log.MessageIds;
import milena.ingest.log.SystemStorage;
import milena.ingest.log.Written;
import milena.ingest.login.LoginDesk;
import milena.ingest.secure.Certificates;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.schemas.RecordFormat;
import milena.tenants.rate.TenantRates;
import org.jspecify.annotations.Nullable;

/** Ingest as a service: the wiring of its steps. */
public final class IngestService implements Service {

  // Long enough for a broker that starts at the same time.
  private static final Duration LOG_AT_START = Duration.ofSeconds(30);
  // Apart from what submissions may hold: strangers must not be able to use that up.
  private static final long REPORTS_HELD = 8L * 1024 * 1024;

  /** From the first byte of a report to its last. */
  private static final Duration REPORT_MAY_TAKE = Duration.ofMinutes(1);

  private final IngestConfig config;
  private final Surroundings around;
  private final byte[] salt;
  private volatile @Nullable KafkaSubmissionLog log;
  private @Nullable SmtpListener listener;
  private @Nullable Certificates certificates;

  /**
   * What is there before ingest.
   *
   * @param kafka how Kafka is reached: bootstrap servers and security, by Kafka's names
   * @param format how records become bytes
   * @param written told what was put into the log
   * @param storage whether there is room for mail
   * @param logins who may come in as whom
   * @param rates how much of whom
   * @param clock the time of day
   * @param meters where metrics are registered
   */
  public record Surroundings(
      Map<String, Object> kafka,
      RecordFormat format,
      Written written,
      SystemStorage storage,
      LoginDesk logins,
      TenantRates rates,
      InstantSource clock,
      Meters meters) {
    public Surroundings {
      kafka = Map.copyOf(kafka);
    }
  }

  /**
   * Wires nothing yet; {@link #start} does.
   *
   * @param salt the cluster's salt for keys, at least 16 bytes
   */
  public IngestService(IngestConfig config, Surroundings around, byte[] salt) {
    this.config = config;
    this.around = around;
    this.salt = salt.clone();
  }

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public void start() throws Exception {
    var opened =
        new KafkaSubmissionLog(
            around.kafka(), around.format(), salt, config.log(), around.written());
    var listening = new SmtpListener(config.listen());
    try {
      opened.open(LOG_AT_START);
      certificates =
          config.listen().usesTls()
              ? Certificates.open(config.tls(), around.meters(), around.clock())
              : null;
      listening.bind(kits(opened, listening), this::startTls, new ListenMeters(around.meters()));
    } catch (Exception failed) {
      listening.shutdown();
      opened.close();
      closeTls();
      throw failed;
    }
    log = opened;
    listener = listening;
  }

  private StartTls startTls(Listener listening) {
    var open = certificates;
    return open == null ? StartTls.NEVER : open.listener(listening.asksClients());
  }

  private void closeTls() {
    var open = certificates;
    certificates = null;
    if (open != null) {
      open.close();
    }
  }

  private Function<Listener, ConversationKit> kits(
      KafkaSubmissionLog opened, SmtpListener listening) throws InterruptedException {
    var budget = new MemoryBudget(config.log().memoryBudget());
    var reportsBudget = new MemoryBudget(REPORTS_HELD);
    var counted = new IngestMeters(around.meters());
    counted.watch(listening::connections, () -> budget.used() + reportsBudget.used());
    var submissions =
        kit(
            new Acceptance(config.rules(), around.storage()),
            around.logins(),
            new ContentWriter.Shared(opened, config.log(), budget),
            around.rates(),
            config.listen().data(),
            counted);
    if (!config.listen().takesReports()) {
      return _ -> submissions;
    }
    var reports =
        kit(
            Acceptance.ofReports(config.rules(), around.storage(), config.reports()),
            // Nobody logs in there, and whether a tenant may send does not matter.
            around.logins().forStrangers(),
            ContentWriter.Shared.whole(
                opened.reports(LOG_AT_START),
                config.log(),
                reportsBudget,
                config.reports().maxSize()),
            // What strangers send is charged to no tenant, and they hold memory for no longer.
            TenantRates.unlimited(),
            REPORT_MAY_TAKE,
            counted);
    return at ->
        switch (at.role()) {
          case SUBMISSION, RELAY -> submissions;
          case REPORTS -> reports;
        };
  }

  private ConversationKit kit(
      Acceptance acceptance,
      LoginDesk logins,
      ContentWriter.Shared content,
      TenantRates rates,
      Duration mayTake,
      IngestMeters counted) {
    return new ConversationKit(
        acceptance,
        logins,
        new MessageIds(around.clock()),
        around.clock(),
        new MessageReceipt.Shared(acceptance.rules(), around.storage(), rates, content),
        new Patience(config.listen().idle(), mayTake, config.log().timeout()),
        counted);
  }

  /** Where it listens, with the ports that were taken; empty unless it runs. */
  public List<HostPort> addresses() {
    var listening = listener;
    return listening == null ? List.of() : listening.addresses();
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
    if (opened != null) {
      opened.close(deadline.remaining());
    }
    if (listening != null) {
      listening.shutdown();
    }
    closeTls();
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

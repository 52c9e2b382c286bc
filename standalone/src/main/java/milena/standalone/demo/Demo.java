package milena.standalone.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import milena.bench.load.Load;
import milena.bench.load.LoadEnvelope;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPlan;
import milena.bench.load.LoadReport;
import milena.bench.measure.LatencyHistogram;
import milena.runtime.config.ConfigReader;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.lifecycle.BrokeDown;
import milena.runtime.lifecycle.StartFailed;
import milena.schemas.MailEvent;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.standalone.ApiSettings;
import milena.standalone.MilenaConfig;
import milena.standalone.MilenaSettings;
import milena.standalone.PaceSettings;
import milena.standalone.RegistrySettings;
import milena.standalone.Standalone;
import milena.standalone.account.Account;
import milena.standalone.account.Audit;
import milena.standalone.account.LogReader;

/** Runs the demonstration. */
public final class Demo {
  private static final List<String> DOMAINS =
      List.of("accept.test", "defer.test", "reject.test", "slow.test");
  private static final int CONNECTIONS = 10;
  private static final int FIRST = 950;
  private static final int AGAIN = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Path folder;
  private final Consumer<String> progress;

  /** Prepares a demonstration in an empty folder; {@code progress} is told what goes on. */
  public Demo(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws BrokeDown if a service could not go on meanwhile
   */
  public DemoReport run() throws IOException, InterruptedException, StartFailed, BrokeDown {
    progress.accept("starting Kafka, Milena and a sandbox of destinations in " + folder);
    try (var standalone = Standalone.wire(config())) {
      standalone.lifecycle().start();
      try {
        return standalone.faults().watch(() -> run(standalone));
      } finally {
        standalone.lifecycle().stop("the demonstration is over");
      }
    }
  }

  private DemoReport run(Standalone standalone) throws IOException, InterruptedException {
    var smtp = standalone.smtpAddress();
    var log = new LogReader(standalone.clients());
    long began = System.nanoTime();
    var first = send(smtp, FIRST, LoadEnvelope.to(DOMAINS).withUnknownEvery(2));
    settle(standalone, log, FIRST);
    awaitSuppressions(log);
    progress.accept("sending again to addresses of which some have bounced");
    send(smtp, AGAIN, LoadEnvelope.to(List.of("reject.test")).withUnknownEvery(2));
    var account = settle(standalone, log, FIRST + AGAIN);
    return new DemoReport(
        account,
        first.acceptLatency(),
        deliveries(standalone, log),
        (System.nanoTime() - began) / 1e9,
        first.rate());
  }

  private LoadReport send(InetSocketAddress smtp, int messages, LoadEnvelope envelope)
      throws IOException, InterruptedException {
    var plan =
        LoadPlan.to(smtp).withPace(LoadPace.of(messages, CONNECTIONS)).withEnvelope(envelope);
    var report =
        new Load(plan, InstantSource.system())
            .run(at -> progress.accept("sent " + at.accepted() + " of " + at.planned()));
    long accepted = report.messages().accepted();
    progress.accept("sent " + accepted + " of " + messages + " over SMTP");
    if (accepted < messages) {
      throw new IOException("not all was accepted: " + report.toText());
    }
    return report;
  }

  /** Waits until nothing waits any more, or patience ends. */
  private Account settle(Standalone standalone, LogReader log, int expected)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var account = account(standalone, log);
      long ended = account.endings().values().stream().mapToLong(Long::longValue).sum();
      progress.accept("delivered " + account.ended("delivered") + ", waiting " + account.waiting());
      if (ended >= expected || System.nanoTime() > deadline) {
        return account;
      }
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
    }
  }

  private static Account account(Standalone standalone, LogReader log)
      throws IOException, InterruptedException {
    var scope = new Audit.Scope(0, Long.MAX_VALUE, Optional.empty(), System.currentTimeMillis());
    return new Audit(log, standalone.format(), scope, topic -> {}).take();
  }

  /** Waits until the router knows as many suppressions as addresses have bounced for good. */
  private void awaitSuppressions(LogReader log) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < deadline) {
      var written = new AtomicLong();
      log.read(Topics.SUPPRESSIONS, 0, record -> written.incrementAndGet());
      long known =
          log.committed("milena-router", Topics.SUPPRESSIONS).values().stream()
              .mapToLong(Long::longValue)
              .sum();
      progress.accept("suppressed " + known + " addresses");
      if (written.get() > 0 && known >= written.get()) {
        return;
      }
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
    }
  }

  private static milena.bench.measure.LatencySummary deliveries(
      Standalone standalone, LogReader log) {
    var histogram = new LatencyHistogram();
    var codec = standalone.format().codec(Topics.EVENTS, MailEvent.class);
    log.read(
        Topics.EVENTS,
        0,
        record -> {
          try {
            var event = codec.decode(record.value());
            if (event.getType().equals("delivered") && event.getAttempt() == 1) {
              histogram.record(TimeUnit.MILLISECONDS.toNanos(event.getTotalMs()));
            }
          } catch (UnreadableRecord e) {
            throw new IllegalStateException("an event cannot be read", e);
          }
        });
    return histogram.summary();
  }

  private MilenaConfig config() {
    var free = "127.0.0.1:0";
    var flags = new HashMap<String, String>();
    flags.put(MilenaSettings.DATA.name(), folder.toString());
    flags.put(MilenaSettings.SMTP.name(), free);
    flags.put(MilenaSettings.HTTP.name(), free);
    flags.put(ApiSettings.API.name(), free);
    flags.put(MilenaSettings.BROKER.name(), free);
    flags.put(RegistrySettings.REGISTRY.name(), free);
    // A few megabytes that are gone afterwards need no room of their own.
    flags.put(MilenaSettings.DISK_RESERVE.name(), "0");
    flags.put(MilenaSettings.SANDBOX.name(), "true");
    flags.put(PaceSettings.RETRY.name(), "2s");
    var result = ConfigReader.read(MilenaSettings.catalogue(), flags, Map.of());
    if (result instanceof EffectiveConfig config) {
      return MilenaConfig.of(config);
    }
    throw new IllegalStateException(result.toString());
  }
}

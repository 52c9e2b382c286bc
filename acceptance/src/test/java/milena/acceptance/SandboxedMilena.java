package milena.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import milena.bench.load.Load;
import milena.bench.load.LoadEnvelope;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPlan;
import milena.runtime.config.ConfigReader;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.lifecycle.StartFailed;
import milena.standalone.MilenaConfig;
import milena.standalone.MilenaSettings;
import milena.standalone.Standalone;
import milena.standalone.account.Account;
import milena.standalone.account.Audit;
import milena.standalone.account.LogReader;
import milena.standalone.data.RunningSystem;

/** A whole system on free ports whose mail goes to its own sandbox. */
final class SandboxedMilena implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Standalone standalone;

  private SandboxedMilena(Path folder, Standalone standalone) {
    this.folder = folder;
    this.standalone = standalone;
  }

  /** Starts one; {@code more} are settings over the usual ones. */
  static SandboxedMilena start(Path folder, Map<String, String> more) throws StartFailed {
    var flags = new HashMap<>(Map.of("data", folder.toString(), "sandbox", "true", "retry", "1s"));
    for (var listener : new String[] {"smtp", "api", "http", "broker", "registry"}) {
      flags.put(listener, "127.0.0.1:0");
    }
    flags.put("disk-reserve", "0");
    flags.putAll(more);
    if (more.containsKey("registry-url")) {
      flags.remove("registry");
    }
    var result = ConfigReader.read(MilenaSettings.catalogue(), flags, Map.of());
    if (!(result instanceof EffectiveConfig config)) {
      throw new IllegalArgumentException(result.toString());
    }
    var standalone = Standalone.wire(MilenaConfig.of(config));
    standalone.lifecycle().start();
    return new SandboxedMilena(folder, standalone);
  }

  Standalone standalone() {
    return standalone;
  }

  /** Where it says that it listens. */
  RunningSystem found() throws IOException {
    return RunningSystem.find(folder).orElseThrow();
  }

  LogReader log() {
    return new LogReader(standalone.clients());
  }

  /** Sends messages with a recipient each, and returns when all were accepted. */
  void send(int messages, LoadEnvelope envelope) throws IOException, InterruptedException {
    var plan =
        LoadPlan.to(standalone.smtpAddress())
            .withPace(LoadPace.of(messages, 2))
            .withEnvelope(envelope);
    var report = new Load(plan, InstantSource.system()).run(progress -> {});
    assertThat(report.messages().accepted()).isEqualTo(messages);
  }

  /** Waits until so many submissions have ended. */
  Account settled(long endings) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(this::account, account -> ended(account) >= endings);
  }

  private static long ended(Account account) {
    return account.endings().values().stream().mapToLong(Long::longValue).sum();
  }

  private Account account() throws IOException, InterruptedException {
    var scope = new Audit.Scope(0, Long.MAX_VALUE, Optional.empty(), System.currentTimeMillis());
    return new Audit(log(), standalone.format(), scope, topic -> {}).take();
  }

  @Override
  public void close() {
    standalone.lifecycle().stop("the test is over");
    standalone.close();
  }
}

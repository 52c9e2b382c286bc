package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import milena.ingest.log.SystemStorage;
import milena.router.past.Past;
import milena.runtime.config.ConfigReader;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Faults;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is sent by no policy where there may be one. */
@Timeout(180)
class AfterPolicyTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final CompletableFuture<Void> read = new CompletableFuture<>();
  private final Faults faults = new Faults();
  private final AtomicInteger starts = new AtomicInteger();
  private final AtomicInteger stops = new AtomicInteger();

  private final Service inner =
      new Service() {
        @Override
        public String name() {
          return "inner";
        }

        @Override
        public void start() {
          starts.incrementAndGet();
        }

        @Override
        public void stop(Deadline deadline) {
          stops.incrementAndGet();
        }
      };

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10), System::nanoTime);
  }

  @Test
  void shouldStartByItselfWhenThePolicyIsRead() throws Exception {
    // Given
    var service = new AfterPolicy("router", read, () -> inner, faults);
    // When
    service.start();
    // Then
    assertThat(starts).hasValue(0);
    assertThat(service.health()).isInstanceOf(Health.NotReady.class);
    assertThat(service.health().toString()).contains("waits for the policy");
    // When
    read.complete(null);
    // Then
    await().atMost(PATIENCE).until(() -> service.health().equals(Health.ready()));
    service.stop(soon());
    assertThat(starts).hasValue(1);
    assertThat(stops).hasValue(1);
  }

  @Test
  void shouldStartAtOnceAndSayAtOnceWhatIsWrongWhereThePolicyIsRead() throws Exception {
    // Given
    read.complete(null);
    // When
    new AfterPolicy("router", read, () -> inner, faults).start();
    // Then
    assertThat(starts).hasValue(1);
    assertThatThrownBy(new AfterPolicy("worker", read, AfterPolicyTest::broken, faults)::start)
        .hasMessage("no key");
    assertThat(faults.first()).isEmpty();
  }

  @Test
  void shouldEndTheProcessWhenItCannotStartLater() throws Exception {
    // Given
    var service = new AfterPolicy("worker", read, AfterPolicyTest::broken, faults);
    service.start();
    // When
    read.complete(null);
    // Then
    await().atMost(PATIENCE).until(() -> faults.first().isPresent());
    assertThat(faults.first().orElseThrow().service()).isEqualTo("worker");
  }

  private static Service broken() throws IOException {
    throw new IOException("no key");
  }

  @Test
  void shouldNotStartWhatWasStoppedWhileItWaited() throws Exception {
    // Given
    var made = new CompletableFuture<Void>();
    var service = new AfterPolicy("router", read, () -> inner, faults);
    service.start();
    service.stop(soon());
    // When
    read.thenRunAsync(() -> made.complete(null));
    read.complete(null);
    made.get();
    // Then
    assertThat(starts).hasValue(0);
    assertThat(stops).hasValue(0);
  }

  @Test
  void shouldLetNeitherRouterNorWorkerBeginBeforeThePolicyIsRead() throws Exception {
    // Given
    try (var log = new HandWrittenLog(folder);
        var meters = new Meters()) {
      var services = services(log, meters);
      var policy = services.policy();
      var router = services.router(true);
      var worker = services.worker(true);
      // When
      router.start();
      worker.start();
      // Then
      for (var each : List.of(router, worker)) {
        assertThat(each.health().toString()).contains("waits for the policy");
      }
      // When
      policy.start();
      // Then
      for (var each : List.of(router, worker)) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(each.health()).isEqualTo(Health.ready()));
      }
      for (var each : List.of(worker, router, policy)) {
        each.stop(soon());
      }
      services.close();
    }
  }

  private MailServices services(HandWrittenLog log, Meters meters) throws Exception {
    var flags =
        new HashMap<>(
            Map.of(
                "kafka", log.bootstrap(),
                "registry-url", log.registryUrl(),
                "partitions", "3",
                "smarthost", "127.0.0.1:9",
                "data", folder.resolve("data").toString()));
    var result = ConfigReader.read(MilenaSettings.catalogue(), flags, Map.of());
    if (!(result instanceof EffectiveConfig config)) {
      throw new IllegalArgumentException(result.toString());
    }
    var registry = URI.create(log.registryUrl());
    return new MailServices(
        MilenaConfig.of(config),
        log.clients(),
        new MailServices.Surroundings(
            new RegistryClient(RegistrySettings.of(registry)),
            List.of(registry),
            Optional.empty(),
            SystemStorage.AMPLE,
            Past.NONE,
            faults,
            meters));
  }
}

package milena.policy.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import milena.policy.Policy;
import milena.policy.document.Notation;
import milena.policy.document.PolicyText;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.observe.Meters;
import milena.schemas.AvroFormat;
import milena.schemas.LogProfile;
import milena.schemas.PolicyDocument;
import milena.schemas.RecordFormat;
import milena.schemas.SchemaIds;
import milena.schemas.SchemaRegistryException;
import milena.schemas.Topics;
import milena.testing.FixedIds;
import milena.testing.TestBroker;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PolicyVersionsTest {

  private static final long NOW = 1_780_000_000_000L;
  private static final String FIRST = "shares: [{tenant: a, weight: 2}]\n";
  private static final String SECOND = "shares: [{tenant: a, weight: 3}]\n";

  @TempDir private Path folder;
  private final FixedIds ids = new FixedIds();
  private final RecordFormat format = new AvroFormat(ids);
  private final List<PolicyWatch> started = new ArrayList<>();
  private final Meters meters = new Meters();
  private TestBroker broker = unset();

  // Given to NullAway: JUnit sets it before each test.
  @SuppressWarnings("NullAway")
  private static TestBroker unset() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker(folder);
    broker.start();
    broker.createTopics(
        LogProfile.singleNode(4, Duration.ofDays(7)), List.of(Topics.spec(Topics.POLICY)));
  }

  @AfterEach
  void stop() throws Exception {
    for (var watch : started) {
      watch.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));
    }
    broker.close();
    meters.close();
  }

  @Test
  void shouldKeepEveryVersionAndGoBackToOne() throws Exception {
    // Given
    var versions = versions("ops");
    assertThat(versions.history()).isEmpty();

    // When
    var first = versions.put(yaml(FIRST), "ann", "a start", 0);
    var second = versions.put(yaml(SECOND), "bob", "more", 1);
    var back = versions.rollback(1, "ann", "too much");

    // Then
    var texts =
        List.of(
            new Version(1, yaml(FIRST), "ann", "a start", NOW),
            new Version(2, yaml(SECOND), "bob", "more", NOW),
            new Version(3, yaml(FIRST), "ann", "back to version 1: too much", NOW));
    assertThat(List.of(first, second, back))
        .isEqualTo(texts.stream().<Put>map(Put.Done::new).toList());
    assertThat(versions("other").history()).isEqualTo(texts);
    assertThat(versions.inForce()).contains(texts.getLast());
  }

  @Test
  void shouldRefuseWhatIsWrongOrTooLate() throws Exception {
    // Given
    var versions = versions("ops");
    versions.put(yaml(FIRST), "ann", "a start", 0);

    // When
    var late = versions.put(yaml(SECOND), "bob", "more", 0);
    var wrong = versions.put(yaml("limits: 1\n"), "bob", "more", 1);
    var nowhere = versions.rollback(7, "bob", "back");

    // Then
    assertThat(late).isEqualTo(new Put.Overtaken(1));
    assertThat(wrong)
        .isInstanceOfSatisfying(Put.Wrong.class, put -> assertThat(put.findings()).hasSize(1));
    assertThat(nowhere).isEqualTo(new Put.NoSuchVersion(7));
    assertThat(versions.history()).hasSize(1);
  }

  @Test
  void shouldLetOneOfThoseWhoPutAtTheSameTimeWin() throws Exception {
    // Given
    var together = new CyclicBarrier(3);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {

      // When
      var puts =
          java.util.stream.IntStream.range(0, 3)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            together.await();
                            return versions("w" + i)
                                .put(
                                    yaml("shares: [{weight: " + (i + 1) + "}]"),
                                    "w" + i,
                                    "race",
                                    0);
                          }))
              .toList();
      var results = new ArrayList<Put>();
      for (var put : puts) {
        results.add(put.get());
      }

      // Then
      var done = results.stream().filter(Put.Done.class::isInstance).toList();
      assertThat(done).hasSizeLessThanOrEqualTo(1);
      assertThat(versions("ops").history()).hasSize(done.size());
      assertThat(results).allMatch(put -> put instanceof Put.Done || put instanceof Put.Overtaken);
    }
  }

  @Test
  void shouldBringAVersionIntoForceEverywhereWithinTwoSeconds() throws Exception {
    // Given
    var one = watch();
    var other = watch();
    assertThat(one.get()).isEqualTo(Policy.NONE);
    assertThat(one.health()).isEqualTo(Health.ready());

    // When
    var versions = versions("ops");
    versions.put(yaml(FIRST), "ann", "a start", 0);

    // Then
    within(() -> one.get().version() == 1 && other.get().version() == 1);
    assertThat(one.get().shares().getFirst().weight()).isEqualTo(2);
    assertThat(meters.scrape()).contains("milena_policy_version 1.0");
    versions.put(yaml(SECOND), "ann", "more", 1);
    within(() -> one.get().version() == 2 && other.get().version() == 2);
    assertThat(watch().get().version()).isEqualTo(2);
  }

  @Test
  void shouldKeepTheLastGoodVersion() throws Exception {
    // Given
    var watch = watch();
    versions("ops").put(yaml(FIRST), "ann", "a start", 0);
    within(() -> watch.get().version() == 1);

    // When
    write("shaping/2", new PolicyDocument("shaping", 2, "what: is this", "x", "y", NOW, ""));
    write("shaping", new PolicyDocument("shaping", 2, "", "x", "y", NOW, ""));

    // Then
    within(() -> meters.scrape().contains("milena_policy_unreadable_version 2.0"));
    assertThat(watch.get().version()).isEqualTo(1);
    assertThat(watch().get().version()).as("after a restart").isEqualTo(1);
    assertThat(versions("ops").put(yaml(SECOND), "ann", "more", 1)).isEqualTo(new Put.Overtaken(2));
    assertThat(versions("ops").put(yaml(SECOND), "ann", "more", 2)).isInstanceOf(Put.Done.class);
    within(() -> watch.get().version() == 3);
    assertThat(meters.scrape()).contains("milena_policy_unreadable_version 0.0");
  }

  @Test
  void shouldNotSayThatThePolicyIsReadBeforeItIs() throws Exception {
    // Given
    versions("ops").put(yaml(FIRST), "ann", "a start", 0);
    var away = new AtomicBoolean(true);
    var watch = new PolicyWatch(clients("late"), new AvroFormat(new Registry(away)), meters);
    started.add(watch);
    Thread.startVirtualThread(() -> startUnlessStopped(watch));

    // When
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !meters.scrape().contains("milena_policy_rereads_total 0.0"));

    // Then
    assertThat(watch.caughtUp()).isNotDone();
    assertThat(watch.health()).isInstanceOf(Health.NotReady.class);
    away.set(false);
    watch.caughtUp().get(30, TimeUnit.SECONDS);
    assertThat(watch.get().version()).isEqualTo(1);
    assertThat(watch.health()).isEqualTo(Health.ready());
  }

  private static void startUnlessStopped(PolicyWatch watch) {
    try {
      watch.start();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** A registry that may be away; then it answers as the one that all have. */
  private final class Registry implements SchemaIds {
    private final AtomicBoolean away;

    Registry(AtomicBoolean away) {
      this.away = away;
    }

    @Override
    public int idOf(String subject, Schema schema) {
      return ids.idOf(subject, schema);
    }

    @Override
    public Schema schemaOf(int id) {
      if (away.get()) {
        throw new SchemaRegistryException("the registry is away", new IOException("refused"));
      }
      return ids.schemaOf(id);
    }
  }

  @Test
  void shouldKeepWhatADocumentIsWrittenIn() throws Exception {
    // Given
    var watch = watch();
    var toml = new PolicyText("[[shares]]\ntenant = 'a'\nweight = 4\n", Notation.TOML);
    versions("ops").put(toml, "ann", "a start", 0);
    versions("ops").put(yaml(SECOND), "ann", "more", 1);

    // When
    versions("ops").rollback(1, "ann", "too little");

    // Then
    within(() -> watch.get().version() == 3);
    assertThat(watch.get().shares().getFirst().weight()).isEqualTo(4);
    assertThat(versions("ops").history())
        .extracting(Version::document)
        .containsExactly(toml, yaml(SECOND), toml);
  }

  @Test
  void shouldTakeWhatWasPutBeforeThereWereSeveralNotationsForYaml() throws Exception {
    // When
    write("shaping/1", new PolicyDocument("shaping", 1, FIRST, "x", "y", NOW, ""));
    write("shaping", new PolicyDocument("shaping", 1, "", "x", "y", NOW, ""));

    // Then
    assertThat(watch().get().version()).isEqualTo(1);
    assertThat(versions("ops").inForce()).contains(new Version(1, yaml(FIRST), "x", "y", NOW));
  }

  @Test
  void shouldKeepTheLastVersionWhereTheNextIsInANotationOfTheFuture() throws Exception {
    // Given
    var watch = watch();
    versions("ops").put(yaml(FIRST), "ann", "a start", 0);

    // When
    write("shaping/2", new PolicyDocument("shaping", 2, FIRST, "x", "y", NOW, "json"));
    write("shaping", new PolicyDocument("shaping", 2, "", "x", "y", NOW, ""));

    // Then
    within(() -> meters.scrape().contains("milena_policy_unreadable_version 2.0"));
    assertThat(watch.get().version()).isEqualTo(1);
  }

  /** Mail would leave without any limit where somebody had said some. */
  @Test
  void shouldNotGoOnWithoutAPolicyWhereTheOnlyOneHasErrors() throws Exception {
    // Given
    write("shaping/1", new PolicyDocument("shaping", 1, "what: is this", "x", "y", NOW, ""));
    write("shaping", new PolicyDocument("shaping", 1, "", "x", "y", NOW, ""));
    var watch = new PolicyWatch(clients("strict"), format, meters);
    started.add(watch);

    // When
    Thread.startVirtualThread(() -> startUnlessStopped(watch));

    // Then
    within(30, () -> meters.scrape().contains("milena_policy_unreadable_version 1.0"));
    assertThat(watch.caughtUp()).isNotDone();
    assertThat(watch.health()).isInstanceOf(Health.NotReady.class);

    // When
    versions("ops").put(yaml(FIRST), "ann", "mended", 1);

    // Then
    within(() -> watch.caughtUp().isDone());
    assertThat(watch.get().version()).isEqualTo(2);
  }

  @Test
  void shouldNotMindOtherDocuments() throws Exception {
    // Given
    write("salt", new PolicyDocument("salt", 1, "ab", "milena", "first start", NOW, ""));

    // When
    var watch = watch();

    // Then
    assertThat(watch.get()).isEqualTo(Policy.NONE);
    assertThat(versions("ops").history()).isEmpty();
  }

  private static PolicyText yaml(String text) {
    return new PolicyText(text, Notation.YAML);
  }

  private static void within(Callable<Boolean> condition) {
    within(2, condition);
  }

  private static void within(int seconds, Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofSeconds(seconds))
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }

  private PolicyVersions versions(String node) {
    return new PolicyVersions(clients(node), format, () -> Instant.ofEpochMilli(NOW));
  }

  private PolicyWatch watch() throws Exception {
    var watch = new PolicyWatch(clients("watch" + started.size()), format, meters);
    started.add(watch);
    watch.start();
    return watch;
  }

  private ClientSettings clients(String node) {
    return new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), node);
  }

  private void write(String key, PolicyDocument document) throws Exception {
    var value = format.codec(Topics.POLICY, PolicyDocument.class).encode(document);
    try (var producer = new KafkaProducer<byte[], byte[]>(clients("hand").producer("hand"))) {
      producer
          .send(new ProducerRecord<>(Topics.POLICY, 0, key.getBytes(StandardCharsets.UTF_8), value))
          .get();
    }
  }
}

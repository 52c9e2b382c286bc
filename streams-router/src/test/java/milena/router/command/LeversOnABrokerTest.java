package milena.router.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.re2j.Pattern;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Reaction;
import milena.policy.Selector;
import milena.router.shape.QueueAnswer;
import milena.router.shape.QueueQuestion;
import milena.router.shape.QueueView;
import milena.router.shape.RetrySchedule;
import milena.router.shape.ShapeLogic;
import milena.router.shape.ShaperConfig;
import milena.router.shape.ShaperMeters;
import milena.router.shape.SiteLookup;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.observe.Meters;
import milena.runtime.stage.Stage;
import milena.runtime.stage.StageSettings;
import milena.schemas.AttemptEntry;
import milena.schemas.AttemptResult;
import milena.schemas.AvroFormat;
import milena.schemas.BodyRef;
import milena.schemas.LogProfile;
import milena.schemas.MailEvent;
import milena.schemas.RecordFormat;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShardMap;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.testing.FixedIds;
import milena.testing.TestBroker;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on their whole way: from the log over the copies to a shaper that is restarted. */
@Tag("long")
class LeversOnABrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTITIONS = 2;
  private static final int WINDOW = 1_000;

  @TempDir Path folder;

  private final RecordFormat format = new AvroFormat(new FixedIds());
  private TestBroker broker;
  private CommandLog commands;
  private CommandCopies copies;
  private Stage stage;
  private final QueueView view = new QueueView();
  private volatile Policy policy = Policy.NONE;
  private int next;

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker(folder);
    broker.start();
    broker.createTopics(
        LogProfile.singleNode(PARTITIONS, Duration.ofDays(7)),
        Stream.of(
                Topics.QUEUE,
                Topics.ATTEMPTS,
                Topics.CONTROL,
                Topics.COMMANDS,
                Topics.DISPATCH,
                Topics.EVENTS,
                Topics.SHAPER_STATE)
            .map(Topics::spec)
            .toList());
    commands = new CommandLog(clients(), format, InstantSource.system());
    copies = new CommandCopies(clients(), format, PARTITIONS);
    copies.start();
    startStage();
  }

  @AfterEach
  void stop() throws Exception {
    copies.stop(PATIENCE);
    stage.stop(PATIENCE);
    broker.close();
  }

  private ClientSettings clients() {
    return new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), "one");
  }

  private void startStage() {
    var meters = new Meters();
    var config =
        new ShaperConfig(
            new RetrySchedule(Duration.ofMinutes(1), 2, Duration.ofHours(1), 0),
            OptionalDouble.empty(),
            WINDOW,
            WINDOW,
            Duration.ofMinutes(1),
            Duration.ofMinutes(30),
            Duration.ofSeconds(10));
    var nothing =
        new SiteLookup() {
          @Override
          public @Nullable String known(String domain) {
            return null;
          }

          @Override
          public boolean findingOut(String domain) {
            return false;
          }
        };
    var around =
        new ShapeLogic.Around(
            () -> policy,
            null,
            () -> ShardMap.first(PARTITIONS),
            InstantSource.system(),
            RandomGenerator.getDefault(),
            new ShaperMeters(meters),
            view);
    stage =
        new Stage(
            new StageSettings(
                "shaper",
                List.of(Topics.QUEUE, Topics.ATTEMPTS),
                List.of(Topics.CONTROL),
                Topics.SHAPER_STATE,
                folder.resolve("state"),
                1,
                Duration.ofHours(12),
                Duration.ofMillis(50)),
            clients(),
            new ShapeLogic(config, format, nothing, around),
            meters,
            InstantSource.system(),
            failure -> {
              throw new AssertionError(failure);
            });
    stage.start();
    await().atMost(PATIENCE).until(stage::ready);
  }

  private void restart() throws InterruptedException {
    assertThat(stage.stop(PATIENCE)).isTrue();
    startStage();
  }

  private void queue(int count, String tenant) throws Exception {
    long now = System.currentTimeMillis();
    var codec = format.codec(Topics.QUEUE, RoutedSubmission.class);
    try (var producer = new KafkaProducer<byte[], byte[]>(clients().producer("test"))) {
      for (int i = 0; i < count; i++) {
        var id = "m" + next++ + ".0";
        var routed =
            RoutedSubmission.newBuilder()
                .setSubmissionId(id)
                .setTenant(tenant)
                .setRecipient("a@b.test")
                .setRecipientHash(ByteBuffer.wrap(new byte[16]))
                .setDomain("b.test")
                .setSite("b.test")
                .setRef(new BodyRef(Topics.SUBMISSIONS, 0, (long) i))
                .setAcceptedAt(now)
                .setExpiresAt(now + Duration.ofDays(1).toMillis())
                .build();
        producer.send(
            new ProducerRecord<>(
                Topics.QUEUE,
                i % PARTITIONS,
                id.getBytes(StandardCharsets.UTF_8),
                codec.encode(routed)));
      }
    }
  }

  private String give(String kind, Map<String, String> arguments) throws InterruptedException {
    var answer = commands.give(new Wish(kind, arguments, "admin", "a test"));
    assertThat(answer).isInstanceOf(CommandLog.Answer.Given.class);
    return ((CommandLog.Answer.Given) answer).command().getId();
  }

  private long count(String topic, @Nullable String type) {
    var codec = format.codec(Topics.EVENTS, MailEvent.class);
    long found = 0;
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients().reader("test"))) {
      var partitions =
          IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          found += type == null || codec.decode(record.value()).getType().equals(type) ? 1 : 0;
        }
      }
    } catch (UnreadableRecord e) {
      throw new AssertionError(e);
    }
    return found;
  }

  /** What comes to the queue before its partition has read the command may leave. */
  private void awaitInForce(String id) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                asked().levers().stream()
                    .anyMatch(lever -> lever.id().equals(id) && lever.of() == PARTITIONS));
  }

  private void awaitCount(String topic, @Nullable String type, long expected) {
    await().atMost(PATIENCE).until(() -> count(topic, type) == expected);
  }

  @Test
  void shouldHoldWhatIsSuspendedOverARestartUntilItIsResumed() throws Exception {
    // Given
    var id = give("suspend", Map.of("tenant", "acme", "also-later", "true"));
    queue(10, "other");
    awaitCount(Topics.DISPATCH, null, 10);
    // When
    queue(20, "acme");
    queue(10, "other");
    awaitCount(Topics.DISPATCH, null, 20);
    restart();
    queue(10, "acme");
    queue(10, "other");
    var question = new QueueQuestion(Map.of("tenant", "acme"), 5, true);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                view.ask(question).toCompletableFuture().join().groups().values().stream()
                    .anyMatch(group -> group.reasons().equals(Map.of("suspended", 30L))));
    // Then
    awaitCount(Topics.DISPATCH, null, 30);
    // When
    give("resume", Map.of("command", id));
    // Then
    awaitCount(Topics.DISPATCH, null, 60);
    assertThat(commands.inForce()).isEmpty();
  }

  @Test
  void shouldCancelUndoAndEndForGood() throws Exception {
    // Given
    var later = Map.of("tenant", "acme", "also-later", "true");
    var undone = give("cancel", later);
    awaitInForce(undone);
    queue(20, "acme");
    awaitCount(Topics.EVENTS, "cancel-requested", 20);
    // When
    give("undo", Map.of("command", undone));
    // Then
    awaitCount(Topics.DISPATCH, null, 20);
    // When
    var meant = give("cancel", later);
    awaitInForce(meant);
    queue(30, "acme");
    awaitCount(Topics.EVENTS, "cancel-requested", 50);
    restart();
    give("final", Map.of("command", meant));
    // Then
    awaitCount(Topics.EVENTS, "cancelled", 30);
    assertThat(count(Topics.DISPATCH, null)).isEqualTo(20);
    // When it comes after the final word
    queue(5, "acme");
    // Then
    awaitCount(Topics.DISPATCH, null, 25);
  }

  private static Policy suspendingAtTheWords(String words) {
    var reaction =
        new Reaction(
            "hush",
            Selector.ALL,
            List.of(Pattern.compile(words)),
            List.of(),
            1,
            0,
            List.of(new Reaction.Act.Suspend(Per.SITE)),
            Duration.ofHours(1).toMillis(),
            Place.BUILT_IN);
    return new Policy(
        1,
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(reaction),
        List.of(),
        List.of());
  }

  /** The first submission bounces with these words. */
  private void answer(String words) {
    var result =
        AttemptResult.newBuilder()
            .setSubmissionId("m0.0")
            .setQueueOffset(0)
            .setAttempt(1)
            .setIssue(1)
            .setOutcome("bounced")
            .setScope("recipient")
            .setCode(550)
            .setText(words)
            .build();
    var entry = AttemptEntry.newBuilder().setResult(result).build();
    var value = format.codec(Topics.ATTEMPTS, AttemptEntry.class).encode(entry);
    try (var producer = new KafkaProducer<byte[], byte[]>(clients().producer("test"))) {
      producer.send(new ProducerRecord<>(Topics.ATTEMPTS, 0, new byte[] {0}, value));
    }
  }

  private QueueAnswer asked() {
    return view.ask(new QueueQuestion(Map.of(), 0, true)).toCompletableFuture().join();
  }

  @Test
  void shouldHoldWhatAReactionSuspendedOverARestartUntilItIsResumed() throws Exception {
    // Given
    policy = suspendingAtTheWords("too much");
    queue(1, "acme");
    awaitCount(Topics.DISPATCH, null, 1);
    answer("this is too much");
    awaitCount(Topics.EVENTS, "reacted", 1);
    // When
    restart();
    queue(20, "acme");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                asked().groups().values().stream()
                    .anyMatch(group -> group.reasons().equals(Map.of("reaction", 20L))));
    // Then
    var effects = asked().effects();
    assertThat(effects).hasSize(1);
    assertThat(effects.getFirst().rule()).isEqualTo("hush");
    assertThat(effects.getFirst().reply()).contains("too much");
    assertThat(count(Topics.DISPATCH, null)).isEqualTo(1);
    // When
    give("resume", Map.of("command", effects.getFirst().id()));
    // Then
    awaitCount(Topics.DISPATCH, null, 21);
    assertThat(asked().effects()).isEmpty();
    // When
    restart();
    // Then
    assertThat(asked().effects()).isEmpty();
  }
}

package milena.router.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import milena.mail.route.HostPort;
import milena.mail.route.MailRouting;
import milena.mail.route.RoutingConfig;
import milena.router.past.Past;
import milena.router.shape.EarlierAttempts;
import milena.router.shape.RetrySchedule;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.observe.Meters;
import milena.runtime.stage.Stage;
import milena.runtime.stage.StageSettings;
import milena.schemas.AvroFormat;
import milena.schemas.Body;
import milena.schemas.LogProfile;
import milena.schemas.MailEvent;
import milena.schemas.Recipient;
import milena.schemas.RecipientHash;
import milena.schemas.RecordFormat;
import milena.schemas.ShardMap;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.testing.FixedIds;
import milena.testing.TestBroker;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Repeats, met by a stage as it runs: over a restart, and by a node that has nothing but topics.
 */
@Tag("long")
class RepeatsOnABrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final RecordFormat format = new AvroFormat(new FixedIds());
  private final MailRouting routing =
      MailRouting.open(
          RoutingConfig.defaults().withSmarthost(HostPort.of("192.0.2.1", 25)),
          InstantSource.system());
  private TestBroker broker;
  private int appended;

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker(folder);
    broker.start();
    broker.createTopics(
        LogProfile.singleNode(2, Duration.ofDays(7)),
        Stream.of(
                Topics.SUBMISSIONS,
                Topics.RECIPIENTS,
                Topics.SUPPRESSIONS,
                Topics.PARKED,
                Topics.EVENTS,
                Topics.QUEUE)
            .map(Topics::spec)
            .toList());
  }

  @AfterEach
  void stop() {
    routing.close();
    broker.close();
  }

  private ClientSettings clients(String node) {
    return new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), node);
  }

  private Stage stage(String node) {
    var retry = new RetrySchedule(Duration.ofMinutes(1), 2, Duration.ofHours(1), 0);
    var meters = new Meters();
    var logic =
        new RouteLogic(
            new RouterConfig(Duration.ofDays(5), Duration.ofSeconds(30), 2, 2),
            format,
            new RecipientHash(new byte[16]),
            routing.routes(),
            new RouteLogic.Around(
                () -> ShardMap.first(2),
                InstantSource.system(),
                new Earlier(Past.NONE, new EarlierAttempts(retry, new Random(1))),
                new RouterMeters(meters, routing.routes())));
    var settings =
        new StageSettings(
            "router",
            List.of(Topics.SUBMISSIONS, Topics.RECIPIENTS),
            List.of(Topics.SUPPRESSIONS),
            Topics.PARKED,
            folder.resolve("state-" + node),
            1,
            Duration.ofHours(12),
            Duration.ofMillis(50));
    return new Stage(
        settings,
        clients(node),
        logic,
        meters,
        InstantSource.system(),
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private void append(String id) throws Exception {
    var submission =
        Submission.newBuilder()
            .setId(id)
            .setTenant("t")
            .setRecipients(List.of(new Recipient(0, "a@b.test", "", "")))
            .setBody(new Body("", ByteBuffer.allocate(1), "", -1, List.of(), 1L))
            .setAcceptedAt(System.currentTimeMillis())
            .setRepeatable(true)
            .build();
    var value = format.codec(Topics.SUBMISSIONS, Submission.class).encode(submission);
    try (var producer = new KafkaProducer<byte[], byte[]>(clients("door").producer("door"))) {
      // The same partition for the same id, as its key would have it.
      producer
          .send(
              new ProducerRecord<>(
                  Topics.SUBMISSIONS,
                  id.hashCode() & 1,
                  id.getBytes(StandardCharsets.UTF_8),
                  value))
          .get();
    }
    appended++;
  }

  private List<String> accepted() {
    var codec = format.codec(Topics.EVENTS, MailEvent.class);
    var ids = new ArrayList<String>();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients("test").reader("test"))) {
      var partitions =
          List.of(new TopicPartition(Topics.EVENTS, 0), new TopicPartition(Topics.EVENTS, 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          ids.add(codec.decode(record.value()).getSubmissionId());
        }
      }
    } catch (UnreadableRecord e) {
      throw new AssertionError(e);
    }
    return ids;
  }

  /** How many submissions the group has behind it; none of them has a marker between. */
  private long taken() {
    try (var consumer =
        new KafkaConsumer<byte[], byte[]>(clients("test").groupConsumer("milena-router"))) {
      var partitions =
          java.util.Set.of(
              new TopicPartition(Topics.SUBMISSIONS, 0), new TopicPartition(Topics.SUBMISSIONS, 1));
      return consumer.committed(partitions).values().stream()
          .mapToLong(offset -> offset == null ? 0 : offset.offset())
          .sum();
    }
  }

  private void runUntilAllIsTaken(String node) throws InterruptedException {
    var stage = stage(node);
    stage.start();
    await().atMost(PATIENCE).until(() -> taken() == appended);
    assertThat(stage.stop(PATIENCE)).isTrue();
  }

  @Test
  void shouldKnowAnIdOverRestartsAndOnANodeThatHasTheChangelogAlone() throws Exception {
    // Given
    append("m1");
    append("m2");
    append("m1");
    runUntilAllIsTaken("one");

    // When
    append("m1");
    append("m3");
    runUntilAllIsTaken("one");
    append("m2");
    append("m3");
    append("m4");
    runUntilAllIsTaken("two");

    // Then
    assertThat(accepted()).containsExactlyInAnyOrder("m1.0", "m2.0", "m3.0", "m4.0");
  }
}

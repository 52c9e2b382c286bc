package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import milena.router.trim.LogTrim;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.LogProfile;
import milena.schemas.TopicSpec;
import milena.schemas.Topics;
import milena.standalone.kafka.EmbeddedKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What leaves a real log, of which a fake history says that it is old. */
@Timeout(180)
class LogTrimTest {

  private static final Duration LIFE = Duration.ofDays(7);
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int LOOKS = 10;

  @TempDir Path folder;

  private EmbeddedKafka broker = unset();
  private Admin admin = unset();
  private ClientSettings clients = unset();
  private LogTrim trim = unset();
  private long now;

  // Given to NullAway: JUnit sets them before each test.
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T unset() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedKafka.start(EmbeddedKafka.Options.at(folder), fault -> {});
    clients = new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), "test");
    var profile = LogProfile.singleNode(1, LIFE);
    admin = Admin.create(clients.admin());
    now = System.currentTimeMillis();
    trim = new LogTrim(clients, profile, InstantSource.system());
    admin
        .createTopics(Topics.all().stream().map(spec -> dated(spec, profile)).toList())
        .all()
        .get(30, TimeUnit.SECONDS);
    for (var topic : List.of(Topics.SUBMISSIONS, Topics.CONTENT, Topics.RECIPIENTS, Topics.QUEUE)) {
      write(topic, 20, 12, 1);
    }
    write(Topics.EVENTS, 40, 20, 12, 1);
  }

  /** A topic of the catalogue, in which the producer says when a record was written. */
  private static NewTopic dated(TopicSpec spec, LogProfile profile) {
    var settings = new HashMap<>(spec.settings(profile));
    settings.put("message.timestamp.type", "CreateTime");
    return new NewTopic(spec.name(), 1, (short) 1).configs(settings);
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    broker.close();
  }

  @Test
  void shouldRemoveWhatIsOldAndWasTakenUpAndNothingElse() throws Exception {
    // Given
    takenUp("oldest=none");

    // When
    int before = looks(LOOKS - 1);
    int trimmed = looks(1);

    // Then
    assertThat(before).isZero();
    assertThat(trimmed).isEqualTo(5);
    assertThat(begin(Topics.SUBMISSIONS)).isEqualTo(2);
    assertThat(begin(Topics.CONTENT)).isEqualTo(2);
    assertThat(begin(Topics.RECIPIENTS)).isEqualTo(2);
    assertThat(begin(Topics.QUEUE)).isEqualTo(2);
    assertThat(begin(Topics.EVENTS)).isEqualTo(1);
  }

  @Test
  void shouldKnowHowSomethingEndedForAsLongAsItCanBeReadAgain() throws Exception {
    // Given
    takenUp("oldest=" + (now - 45 * DAY));

    // When
    int trimmed = looks(LOOKS);

    // Then
    assertThat(trimmed).isZero();
    assertThat(begin(Topics.EVENTS)).isZero();
  }

  @Test
  void shouldKeepTheBodyOfWhatWaitsHoweverOldItIs() throws Exception {
    // Given
    takenUp("oldest=" + (now - 12 * DAY));

    // When
    int trimmed = looks(LOOKS);

    // Then
    assertThat(trimmed).isEqualTo(5);
    assertThat(begin(Topics.SUBMISSIONS)).isEqualTo(1);
    assertThat(begin(Topics.CONTENT)).isEqualTo(1);
  }

  @Test
  void shouldRemoveNothingWhileAStageIsBehind() throws Exception {
    // Given
    commit("milena-router", Topics.SUBMISSIONS, 2, "");
    commit("milena-router", Topics.RECIPIENTS, 3, "");
    commit("milena-shaper", Topics.QUEUE, 3, "oldest=none");

    // When
    int trimmed = looks(LOOKS);

    // Then
    assertThat(trimmed).isZero();
    assertThat(begin(Topics.CONTENT)).isZero();
  }

  @Test
  void shouldNotMistakeTheEndOfATransactionForSomethingUnread() throws Exception {
    // Given: a record, and behind it a marker that no reader is ever given
    var settings = clients.transactionalProducer("test");
    try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(Topics.QUEUE, 0, now - 20 * DAY, null, new byte[1]));
      producer.commitTransaction();
    }
    commit("milena-router", Topics.SUBMISSIONS, 3, "");
    commit("milena-router", Topics.RECIPIENTS, 3, "");
    commit("milena-shaper", Topics.QUEUE, 4, "oldest=none");

    // When
    int trimmed = looks(LOOKS);

    // Then
    assertThat(trimmed).isEqualTo(5);
  }

  private int looks(int times) throws InterruptedException {
    int trimmed = 0;
    for (int i = 0; i < times; i++) {
      trimmed = trim.look();
    }
    return trimmed;
  }

  private void write(String topic, long... daysAgo) throws Exception {
    try (var producer = new KafkaProducer<byte[], byte[]>(clients.producer("test"))) {
      for (long days : daysAgo) {
        producer
            .send(new ProducerRecord<>(topic, 0, now - days * DAY, null, new byte[1]))
            .get(30, TimeUnit.SECONDS);
      }
    }
  }

  /** Router and shaper have had everything, and the shaper says what it needs. */
  private void takenUp(String need) throws Exception {
    commit("milena-router", Topics.SUBMISSIONS, 3, "");
    commit("milena-router", Topics.RECIPIENTS, 3, "");
    commit("milena-shaper", Topics.QUEUE, 3, need);
  }

  private void commit(String group, String topic, long offset, String note) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset, note)))
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  private long begin(String topic) throws Exception {
    var partition = new TopicPartition(topic, 0);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.earliest()))
        .partitionResult(partition)
        .get(30, TimeUnit.SECONDS)
        .offset();
  }
}

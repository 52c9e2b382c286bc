package milena.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import milena.bench.load.LoadEnvelope;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.DeadLetter;
import milena.schemas.MailEvent;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that nobody can read, in every topic that a stage reads. */
@Timeout(300)
class PoisonTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MESSAGES = 100;

  /** Those whose records are kept for a person to look at; {@code mail.events} is for anyone. */
  private static final List<String> KEPT =
      List.of(
          Topics.SUBMISSIONS,
          Topics.RECIPIENTS,
          Topics.QUEUE,
          Topics.CONTROL,
          Topics.ATTEMPTS,
          Topics.DISPATCH,
          Topics.SUPPRESSIONS);

  /** What a schema id that was never given stands before. */
  private static final byte[] UNKNOWN_SCHEMA =
      ByteBuffer.allocate(9).put((byte) 0).putInt(999_999).putInt(7).array();

  private static final byte[] GARBAGE = "this is no record".getBytes(StandardCharsets.UTF_8);
  private static final byte[] HUGE = new byte[Topics.MAX_RECORD_BYTES - 1_000];

  @TempDir Path folder;

  @Test
  void shouldGoOnAfterWhatCannotBeReadAndKeepIt() throws Exception {
    try (var milena = SandboxedMilena.start(folder.resolve("data"), Map.of())) {
      // Given
      milena.send(MESSAGES, LoadEnvelope.to(List.of("accept.test", "defer.test")));
      milena.settled(MESSAGES);

      // When
      poison(milena.standalone().clients());
      milena.send(MESSAGES, LoadEnvelope.to(List.of("accept.test", "defer.test")));
      var account = milena.settled(2 * MESSAGES + 1);

      // Then: the one that its headers name has its ending, and all the others have theirs
      assertThat(account.faults()).isEmpty();
      assertThat(account.balances()).isTrue();
      assertThat(account.waitingInAll()).isZero();
      assertThat(account.ended("delivered")).isEqualTo(2 * MESSAGES);
      assertThat(account.ended("rejected")).isEqualTo(1);
      assertThat(rejected(milena)).containsExactly("poisoned");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                var letters = letters(milena);
                assertThat(letters.keySet()).containsExactlyInAnyOrderElementsOf(KEPT);
                assertThat(letters.values()).allMatch(count -> count >= 4);
              });
    }
  }

  private static void poison(ClientSettings clients) throws Exception {
    var settings = clients.producer("poison");
    settings.put("max.request.size", Topics.MAX_RECORD_BYTES + 1_000);
    try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
      for (var topic : KEPT) {
        // A suppression without a value is one that is lifted, and there it is no poison.
        boolean table = topic.equals(Topics.SUPPRESSIONS);
        send(producer, topic, GARBAGE, List.of());
        send(producer, topic, UNKNOWN_SCHEMA, List.of());
        send(producer, topic, HUGE, List.of());
        send(producer, topic, table ? new byte[0] : null, List.of());
      }
      send(producer, Topics.EVENTS, GARBAGE, List.of());
      send(producer, Topics.EVENTS, null, List.of());
      send(producer, Topics.CONTENT, GARBAGE, List.of());
      send(
          producer,
          Topics.SUBMISSIONS,
          GARBAGE,
          List.of(
              new RecordHeader(Topics.HEADER_ID, "poisoned".getBytes(StandardCharsets.UTF_8)),
              new RecordHeader(Topics.HEADER_TENANT, "t".getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      byte @Nullable [] value,
      List<Header> headers)
      throws Exception {
    var key = "poison".getBytes(StandardCharsets.UTF_8);
    producer
        .send(new ProducerRecord<byte[], byte[]>(topic, 0, key, value, headers))
        .get(30, TimeUnit.SECONDS);
  }

  private static Set<String> rejected(SandboxedMilena milena) {
    var codec = milena.standalone().format().codec(Topics.EVENTS, MailEvent.class);
    var ids = new HashSet<String>();
    milena
        .log()
        .read(
            Topics.EVENTS,
            0,
            record -> {
              try {
                var event = codec.decode(record.value());
                if (event.getType().equals("rejected")) {
                  ids.add(event.getSubmissionId());
                }
              } catch (UnreadableRecord ours) {
                // It is one of those that the test has put there.
              }
            });
    return ids;
  }

  /** How many dead letters there are of each topic. */
  private static Map<String, Integer> letters(SandboxedMilena milena) {
    var codec = milena.standalone().format().codec(Topics.DEAD_LETTERS, DeadLetter.class);
    var letters = new HashMap<String, Integer>();
    milena
        .log()
        .read(
            Topics.DEAD_LETTERS,
            0,
            record -> {
              try {
                letters.merge(codec.decode(record.value()).getTopic(), 1, Integer::sum);
              } catch (UnreadableRecord failure) {
                throw new AssertionError("a dead letter is not readable", failure);
              }
            });
    return letters;
  }
}

package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.MailEvent;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.awaitility.Awaitility;

/** Follows {@code mail.events} from its beginning, as anybody may. */
final class Events implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final RecordCodec<MailEvent> codec;
  private final List<MailEvent> seen = new CopyOnWriteArrayList<>();
  private final Map<Integer, Long> offsets = new ConcurrentHashMap<>();
  private final Thread thread;

  Events(ClientSettings clients, RecordFormat format) {
    consumer = new KafkaConsumer<>(clients.reader("acceptance"));
    codec = format.codec(Topics.EVENTS, MailEvent.class);
    thread = Thread.ofPlatform().daemon().name("events").start(this::follow);
  }

  private void follow() {
    try (consumer) {
      var partitions =
          consumer.partitionsFor(Topics.EVENTS).stream()
              .map(info -> new TopicPartition(Topics.EVENTS, info.partition()))
              .collect(Collectors.toSet());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (true) {
        for (var record : consumer.poll(POLL)) {
          seen.add(codec.decode(record.value()));
          offsets.put(record.partition(), record.offset() + 1);
        }
      }
    } catch (WakeupException closed) {
      // The test is over.
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("an event cannot be read", e);
    }
  }

  /** The events of a recipient so far, in the order of the log. */
  List<MailEvent> of(String recipient) {
    return seen.stream().filter(event -> event.getRecipient().equals(recipient)).toList();
  }

  /** Their types. */
  List<String> types(String recipient) {
    return of(recipient).stream().map(MailEvent::getType).toList();
  }

  /** The first event of a recipient that is of this type, once it is there. */
  MailEvent await(String recipient, String type) {
    return awaitAny(recipient, event -> event.getType().equals(type), type);
  }

  /** The ending of a recipient's only submission, once it is there. */
  MailEvent ending(String recipient) {
    return awaitAny(recipient, MailEvent::getFinal$, "an ending");
  }

  /** The same, where the system itself may wait for so long before it goes on. */
  MailEvent ending(String recipient, Duration pause) {
    return awaitAny(recipient, MailEvent::getFinal$, "an ending", PATIENCE.plus(pause));
  }

  /** So many endings of a recipient's submissions, in the order of the log. */
  List<MailEvent> endings(String recipient, int number) {
    Awaitility.await("endings of " + recipient)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(endingsOf(recipient)).hasSizeGreaterThanOrEqualTo(number));
    return endingsOf(recipient);
  }

  private List<MailEvent> endingsOf(String recipient) {
    return of(recipient).stream().filter(MailEvent::getFinal$).toList();
  }

  private MailEvent awaitAny(String recipient, Predicate<MailEvent> wanted, String what) {
    return awaitAny(recipient, wanted, what, PATIENCE);
  }

  private MailEvent awaitAny(
      String recipient, Predicate<MailEvent> wanted, String what, Duration patience) {
    Awaitility.await(what + " of " + recipient)
        .atMost(patience)
        .untilAsserted(() -> assertThat(of(recipient)).as(what).anyMatch(wanted));
    return of(recipient).stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Behind the last event seen, by partition. */
  Map<Integer, Long> offsets() {
    return Map.copyOf(offsets);
  }

  /** How many submissions have ended more than once. */
  Map<String, Long> endedTwice() {
    return seen.stream()
        .filter(MailEvent::getFinal$)
        .collect(Collectors.groupingBy(MailEvent::getSubmissionId, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() > 1)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

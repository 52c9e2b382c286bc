package milena.router.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import milena.router.lever.Lever;
import milena.router.lever.LeverRules;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.Command;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operators' commands: each reads the topic to its end, decides, writes, and returns when all
 * replicas have it. Commands are few; of two given in the same moment both are carried out in the
 * order of the log. Safe for use by several threads.
 */
public final class CommandLog {
  private static final Logger log = LoggerFactory.getLogger(CommandLog.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TopicPartition COMMANDS = new TopicPartition(Topics.COMMANDS, 0);
  private static final int RANDOM_BITS = 24;

  private final ClientSettings clients;
  private final RecordCodec<Command> codec;
  private final InstantSource clock;

  /** What became of a wish. */
  public sealed interface Answer {
    /** It is in the log, and will be carried out. */
    record Given(Command command) implements Answer {}

    /** It is not done; why, and what to do instead. */
    record Refused(String reason) implements Answer {}
  }

  /** Works through clients with these settings. */
  public CommandLog(ClientSettings clients, RecordFormat format, InstantSource clock) {
    this.clients = clients;
    this.codec = format.codec(Topics.COMMANDS, Command.class);
    this.clock = clock;
  }

  /**
   * Gives a command.
   *
   * @throws KafkaException when the log does not answer; then it may have been given all the same
   */
  public Answer give(Wish wish) throws InterruptedException {
    long now = clock.millis();
    var standing = read();
    int inForce = (int) standing.values().stream().filter(lever -> holds(lever, now)).count();
    var fault = wish.fault(standing::get, inForce, now);
    if (fault.isPresent()) {
      return new Answer.Refused(fault.get());
    }
    var command = new Command(id(now), wish.kind(), wish.arguments(), wish.who(), wish.why(), now);
    write(command);
    return new Answer.Given(command);
  }

  /**
   * The suspensions and cancellations that hold something, oldest first.
   *
   * @throws KafkaException when the log does not answer
   */
  public List<Lever> inForce() {
    long now = clock.millis();
    return read().values().stream().filter(lever -> holds(lever, now)).toList();
  }

  private static boolean holds(Lever lever, long now) {
    return lever.phase() == Lever.Phase.ACTIVE && now < lever.until();
  }

  private static String id(long now) {
    int random = RandomGenerator.getDefault().nextInt(1 << RANDOM_BITS);
    return LeverRules.id(now, random);
  }

  /** Suspensions and cancellations as the commands left them. */
  private Map<String, Lever> read() {
    var standing = new LinkedHashMap<String, Lever>();
    try (var reader = new KafkaConsumer<byte[], byte[]>(clients.reader("commands"))) {
      reader.assign(List.of(COMMANDS));
      reader.seekToBeginning(List.of(COMMANDS));
      long end = reader.endOffsets(List.of(COMMANDS)).getOrDefault(COMMANDS, 0L);
      long heard = System.nanoTime();
      while (reader.position(COMMANDS) < end) {
        var records = reader.poll(POLL);
        if (!records.isEmpty()) {
          heard = System.nanoTime();
        } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
          throw new KafkaException(Topics.COMMANDS + " cannot be read to its end");
        }
        records.forEach(record -> take(record.value(), standing));
      }
    }
    return standing;
  }

  private void take(byte[] value, Map<String, Lever> standing) {
    try {
      LeverRules.after(codec.decode(value), standing::get)
          .filter(lever -> lever.kind() == Lever.Kind.SUSPEND || lever.kind() == Lever.Kind.CANCEL)
          .ifPresent(lever -> standing.put(lever.id(), lever));
    } catch (UnreadableRecord e) {
      log.warn("unreadable command passed over", e);
    }
  }

  private void write(Command command) throws InterruptedException {
    try (var producer = new KafkaProducer<byte[], byte[]>(clients.producer("commands"))) {
      var key = command.getId().getBytes(StandardCharsets.UTF_8);
      producer
          .send(new ProducerRecord<>(Topics.COMMANDS, 0, key, codec.encode(command)))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the command was not acknowledged; it may be given all the same", e);
    }
  }
}

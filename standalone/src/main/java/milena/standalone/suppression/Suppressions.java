package milena.standalone.suppression;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.RecipientHash;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Suppression;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.standalone.ClusterDocuments;
import milena.standalone.account.LogReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The suppressions of a cluster. Not safe for use by several threads at once. */
public final class Suppressions {

  /** The scope of an entry that holds for every tenant. */
  public static final String EVERY_TENANT = "*";

  /** The reason of entries that are added here. */
  public static final String REASON = "manual";

  private static final String HEADER_WHO = "milena-who";
  private static final String HEADER_WHY = "milena-why";
  private static final long ACKNOWLEDGED_WITHIN_SECONDS = 30;

  private final ClientSettings clients;
  private final LogReader log;
  private final RecordCodec<Suppression> codec;
  private final RecipientHash hash;
  private final int partitions;

  /**
   * Whom an entry is about.
   *
   * @param address the canonical address
   * @param scope the tenant, or {@link #EVERY_TENANT}
   */
  public record Subject(String address, String scope) {}

  /** Who wants a change, and why, in words. */
  public record Order(String who, String why) {}

  /**
   * Reads the cluster's salt, without which no key can be made.
   *
   * @throws IOException when the cluster has none yet
   */
  public Suppressions(ClientSettings clients, RecordFormat format) throws IOException {
    this.clients = clients;
    this.log = new LogReader(clients);
    this.codec = format.codec(Topics.SUPPRESSIONS, Suppression.class);
    this.partitions = log.partitions(Topics.SUPPRESSIONS);
    @Nullable String salt = ClusterDocuments.read(clients, format).get(ClusterDocuments.SALT);
    if (salt == null || partitions == 0) {
      throw new IOException("the cluster has no salt yet: has a system ever run on it?");
    }
    this.hash = new RecipientHash(HexFormat.of().parseHex(salt));
  }

  /**
   * The entries that hold.
   *
   * @param entries in the order of their last change within each partition
   * @param more whether there are others that did not fit
   */
  public record Listing(List<Suppression> entries, boolean more) {}

  /** The entries that are wanted, at most so many, since all of them may not fit into memory. */
  public Listing list(Predicate<Suppression> wanted, int most) {
    Map<ByteBuffer, Suppression> held = new LinkedHashMap<>();
    var more = new AtomicBoolean();
    log.read(
        Topics.SUPPRESSIONS,
        0,
        record -> {
          held.remove(ByteBuffer.wrap(record.key()));
          decode(record)
              .filter(wanted)
              .ifPresent(
                  entry -> {
                    if (held.size() < most) {
                      held.put(ByteBuffer.wrap(record.key()), entry);
                    } else {
                      more.set(true);
                    }
                  });
        });
    return new Listing(List.copyOf(held.values()), more.get());
  }

  /** The entry about somebody, if there is one. */
  public Optional<Suppression> find(Subject subject) {
    var recipient = hash.of(subject.address());
    var key = RecipientHash.suppressionKey(recipient, subject.scope());
    var last = new AtomicReference<@Nullable Suppression>();
    log.read(
        new TopicPartition(Topics.SUPPRESSIONS, RecipientHash.partition(recipient, partitions)),
        record -> {
          if (Arrays.equals(record.key(), key)) {
            last.set(decode(record).orElse(null));
          }
        });
    return Optional.ofNullable(last.get());
  }

  private Optional<Suppression> decode(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] value = record.value();
    try {
      return value == null ? Optional.empty() : Optional.of(codec.decode(value));
    } catch (UnreadableRecord e) {
      throw new KafkaException("an entry of " + record.topic() + " cannot be read", e);
    }
  }

  /**
   * Adds an entry, in place of one that is there; returns when all replicas have it.
   *
   * @param now ms since the epoch
   */
  public Suppression add(Subject subject, Order order, long now) throws InterruptedException {
    var entry =
        Suppression.newBuilder()
            .setRecipientHash(ByteBuffer.wrap(hash.of(subject.address())))
            .setAddress(subject.address())
            .setScope(subject.scope())
            .setReason(REASON)
            .setWho(order.who())
            .setWhy(order.why())
            .setCreatedAt(now)
            .build();
    write(subject, order, codec.encode(entry));
    return entry;
  }

  /** Lifts an entry; returns when all replicas know. Whose order it was is in the headers. */
  public void remove(Subject subject, Order order) throws InterruptedException {
    write(subject, order, null);
  }

  private void write(Subject subject, Order order, byte @Nullable [] value)
      throws InterruptedException {
    var recipient = hash.of(subject.address());
    var record =
        new ProducerRecord<>(
            Topics.SUPPRESSIONS,
            RecipientHash.partition(recipient, partitions),
            RecipientHash.suppressionKey(recipient, subject.scope()),
            value);
    record.headers().add(HEADER_WHO, order.who().getBytes(StandardCharsets.UTF_8));
    record.headers().add(HEADER_WHY, order.why().getBytes(StandardCharsets.UTF_8));
    try (var producer = new KafkaProducer<byte[], byte[]>(clients.producer("suppressions"))) {
      producer.send(record).get(ACKNOWLEDGED_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the entry was not acknowledged", e);
    }
  }
}

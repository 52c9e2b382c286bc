package milena.policy.versions;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import milena.policy.document.PolicyReader;
import milena.policy.document.PolicyText;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.RecordFormat;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy's versions. Who puts one does so in a transaction of one name for the whole cluster:
 * of two that begin at the same time the later fences the earlier, which then has put nothing, and
 * both have read what was there before they wrote. Not safe for use by several threads at once.
 */
public final class PolicyVersions {
  private static final Logger log = LoggerFactory.getLogger(PolicyVersions.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The same for every writer of the cluster, or they would not fence each other. */
  private static final String TRANSACTIONAL_ID = "milena-policy-versions";

  private final ClientSettings clients;
  private final Documents documents;
  private final InstantSource clock;

  /** Works through clients with these settings. */
  public PolicyVersions(ClientSettings clients, RecordFormat format, InstantSource clock) {
    this.clients = clients;
    this.documents = new Documents(format);
    this.clock = clock;
  }

  /**
   * Every version that was put, the first one first; the last one is in force.
   *
   * @throws KafkaException when the log does not answer
   */
  public List<Version> history() {
    return read().versions();
  }

  /** The version in force, if there is one and it can be read. */
  public Optional<Version> inForce() {
    var found = read();
    return found.versions().stream()
        .filter(version -> version.number() == found.inForce())
        .findFirst();
  }

  /** The number of the version in force, also of one that this program cannot read; 0 for none. */
  public int inForceNumber() {
    return read().inForce();
  }

  /**
   * Puts a document as the next version, unless another version is in force than expected.
   *
   * @param expected the number of the version in force; 0 for none
   * @throws KafkaException when the log does not answer. The version may be put all the same: read
   *     the history before another try
   */
  public Put put(PolicyText document, String who, String why, int expected)
      throws InterruptedException {
    var errors = PolicyReader.read(document, Set.of()).errors();
    return errors.isEmpty() ? write(document, who, why, expected) : new Put.Wrong(errors);
  }

  /**
   * Puts the text of an old version as the next one; its {@code why} says so.
   *
   * @param to the number of the old version
   */
  public Put rollback(int to, String who, String why) throws InterruptedException {
    var found = read();
    for (var version : found.versions()) {
      if (version.number() == to) {
        return put(version.document(), who, "back to version " + to + ": " + why, found.inForce());
      }
    }
    return new Put.NoSuchVersion(to);
  }

  private Put write(PolicyText document, String who, String why, int expected)
      throws InterruptedException {
    try (var producer = new KafkaProducer<byte[], byte[]>(producer())) {
      // From here on an earlier writer is fenced, and what it had begun is aborted or visible.
      producer.initTransactions();
      int inForce = read().inForce();
      if (inForce != expected) {
        return new Put.Overtaken(inForce);
      }
      var version = new Version(expected + 1, document, who, why, clock.millis());
      producer.beginTransaction();
      var sent =
          List.of(
              producer.send(documents.version(version)), producer.send(documents.pointer(version)));
      producer.commitTransaction();
      acknowledged(sent);
      return readBack(version);
    } catch (ProducerFencedException | InvalidProducerEpochException overtaken) {
      log.debug("somebody else put a version at the same time", overtaken);
      return new Put.Overtaken(read().inForce());
    }
  }

  private Map<String, Object> producer() {
    var settings = clients.transactionalProducer("policy");
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    return settings;
  }

  private static void acknowledged(List<Future<RecordMetadata>> sent) throws InterruptedException {
    try {
      for (var each : sent) {
        each.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the version was not acknowledged; it may be in force", e);
    }
  }

  /** The end of a transaction is known a little before those can see it who read what is ended. */
  private Put readBack(Version written) throws InterruptedException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      if (history().contains(written)) {
        return new Put.Done(written);
      }
      Thread.sleep(POLL);
    }
    throw new KafkaException("version " + written.number() + " was acknowledged and is not there");
  }

  /**
   * What the topic has.
   *
   * @param versions those that can be read, by number
   * @param inForce the number of the one in force, whether it can be read or not; 0 for none
   */
  private record Found(List<Version> versions, int inForce) {}

  private Found read() {
    var versions = new TreeMap<Integer, Version>();
    int inForce = 0;
    for (var record : records()) {
      try {
        var version = documents.read(record);
        if (Documents.isPointer(record)) {
          inForce = version.number();
        } else {
          versions.put(version.number(), version);
        }
      } catch (UnreadableRecord unreadable) {
        log.warn(
            "unreadable version passed over offset={} reason={}",
            record.offset(),
            unreadable.getMessage());
      }
    }
    return new Found(List.copyOf(versions.headMap(inForce, true).values()), inForce);
  }

  private List<ConsumerRecord<byte[], byte[]>> records() {
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("policy"))) {
      var one = Set.of(Documents.PARTITION);
      consumer.assign(one);
      consumer.seekToBeginning(one);
      long end = consumer.endOffsets(one).getOrDefault(Documents.PARTITION, 0L);
      long heard = System.nanoTime();
      while (consumer.position(Documents.PARTITION) < end) {
        var records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          heard = System.nanoTime();
        } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
          throw new KafkaException(Documents.PARTITION.topic() + " cannot be read to its end");
        }
        records.forEach(
            record -> {
              if (Documents.isOurs(record)) {
                found.add(record);
              }
            });
      }
    }
    return found;
  }
}

package milena.delivery.claim;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import milena.delivery.connect.Lanes;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.schemas.RecordFormat;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Claims partitions, offers what is in them to the lanes, and keeps account of what is finished.
 */
public final class Claims {
  private static final String GROUP = "milena-workers";

  private static final int LINGER_MS = 5;
  private static final int BATCH_BYTES = 128 << 10;
  private static final long BUFFER_BYTES = 64L << 20;

  /** Network threads write results: they are never held up for long. */
  private static final int MAX_BLOCK_MS = 1000;

  private static final int POLL_RECORDS = 1000;

  /**
   * Where dispatches come from and go to.
   *
   * @param settings of the log; its node is the worker's name
   * @param bodies closed by whoever made it, after the claims have stopped
   * @param lanes likewise
   */
  public record Parts(
      ClientSettings settings, RecordFormat format, BodyReader bodies, Lanes lanes) {}

  private final Parts parts;
  private final ClaimLimits limits;
  private final ClaimTerms terms;
  private final LongSupplier nanoClock;
  private final Producer<byte[], byte[]> producer;
  private final AttemptLog attempts;
  private final Intake intake;
  private final DispatchReader reader;

  /**
   * Does nothing before {@link #start}.
   *
   * @param nanoClock the monotonic clock, which goes on while the process is stopped
   * @param fault told when the claims cannot be kept any more
   */
  public Claims(
      Parts parts,
      ClaimLimits limits,
      InstantSource clock,
      LongSupplier nanoClock,
      Consumer<Throwable> fault) {
    this.parts = parts;
    this.limits = limits;
    this.nanoClock = nanoClock;
    var worker = parts.settings().node();
    this.terms =
        new ClaimTerms(worker, UUID.randomUUID().toString(), limits.lease(), limits.soleOwner());
    this.producer = producer(parts.settings());
    this.attempts = new AttemptLog(producer, parts.format());
    var deadLetters = new DeadLetters(producer, parts.format(), clock);
    var desk =
        new Intake.Parts(
            parts.format(), attempts, deadLetters, parts.lanes(), parts.bodies(), worker);
    this.intake = new Intake(desk, clock, nanoClock);
    this.reader = new DispatchReader(this::join, nanoClock, fault);
  }

  /** Joins the group of workers and takes what it is given. */
  public void start() {
    reader.start();
  }

  /** How it is. */
  public Health health() {
    return reader.health();
  }

  /** How many partitions it may send for now. */
  int held() {
    return reader.standing().held();
  }

  /** How many dispatches it has in hand. */
  int inFlight() {
    return reader.standing().inFlight();
  }

  /**
   * Takes nothing more, waits for what is on the wire, gives all claims back in writing, and
   * commits. What has not ended by the deadline is left to the next owner.
   */
  public void stop(Deadline deadline) throws InterruptedException {
    reader.stop(deadline);
    producer.close(deadline.remaining());
  }

  private Membership join() {
    var config = parts.settings().groupConsumer(GROUP);
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    var dispatches = new KafkaConsumer<byte[], byte[]>(config);
    var tailConfig = parts.settings().reader("attempts");
    tailConfig.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    var tail = new AttemptTail(new KafkaConsumer<>(tailConfig), attempts);
    var membership = new Membership.Parts(terms, limits, parts.lanes(), intake, attempts);
    return new Membership(membership, dispatches, tail, nanoClock);
  }

  /**
   * Results are kept until the log takes them, however long it is away: their number is bounded.
   */
  private static Producer<byte[], byte[]> producer(ClientSettings settings) {
    var config = settings.producer("attempts");
    config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    return new KafkaProducer<>(config);
  }
}

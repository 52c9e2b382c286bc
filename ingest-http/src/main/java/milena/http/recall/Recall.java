package milena.http.recall;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import milena.http.answer.Reply;
import milena.http.recall.Recollection.Answered;
import milena.http.recall.Recollection.Begun;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.IdempotencyEntry;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests with keys, as {@code mail.idempotency} has them. Safe for use by several threads; a call
 * may block for seconds, while the log is slow.
 */
public final class Recall {

  private static final Logger LOG = LoggerFactory.getLogger(Recall.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.IDEMPOTENCY, 0);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration AGAIN = KeyLedger.LEASE.dividedBy(3);
  private static final int MOST_KEYS = 100_000;
  private static final Reply TOO_MANY_OF_ONE =
      Reply.problem(
              429,
              "Too many Idempotency-Keys of yours are kept, each for 24 hours; send without one, or"
                  + " later.")
          .retryAfter(Duration.ofMinutes(1));

  private final ClientSettings clients;
  private final RecordCodec<IdempotencyEntry> codec;
  private final InstantSource clock;
  private final KeyLedger ledger = new KeyLedger(MOST_KEYS);
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<Begun, Long> ours = new ConcurrentHashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private final Object progress = new Object();
  private long read = -1;
  private volatile boolean ready;

  /** Starts to read. */
  public Recall(ClientSettings clients, RecordFormat format, InstantSource clock) {
    this.clients = clients;
    this.codec = format.codec(Topics.IDEMPOTENCY, IdempotencyEntry.class);
    this.clock = clock;
    var settings = clients.producer("idempotency");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    producer = new KafkaProducer<>(settings);
    thread = Thread.ofPlatform().daemon().name("http-recall").start(this::run);
  }

  /** Looks whether a request is known, and begins it if not. */
  public Recollection begin(KeyedRequest request) throws InterruptedException {
    if (!ready) {
      return later("Keys of requests are not known yet.");
    }
    var known = ledger.look(request.name(), clock.millis());
    if (known != null) {
      return known(request, known);
    }
    switch (ledger.roomFor(request.tenant(), clock.millis())) {
      case FREE -> {}
      case TENANT_HAS_ENOUGH -> {
        return new Answered(TOO_MANY_OF_ONE);
      }
      case FULL -> {
        return later("Too many keys of requests are kept.");
      }
    }
    var begun = new Begun(request, UUID.randomUUID().toString());
    var offset = write(request.name(), codec.encode(entry(begun, null)));
    if (offset < 0 || !readUpTo(offset)) {
      return later("The key could not be stored.");
    }
    var decided = ledger.look(request.name(), clock.millis());
    if (decided == null || decided.done() || !decided.owner().equals(begun.owner())) {
      return decided == null ? later("The key could not be kept.") : known(request, decided);
    }
    ours.put(begun, clock.millis());
    return begun;
  }

  private static Recollection later(String detail) {
    return new Answered(Reply.problem(503, detail).retryAfter(Duration.ofSeconds(5)));
  }

  private Recollection known(KeyedRequest request, KeyLedger.Entry known) {
    if (!known.hash().equals(request.hash())) {
      return new Answered(Reply.problem(422, "This Idempotency-Key was used for another body."));
    }
    if (!known.done()) {
      return new Answered(
          Reply.problem(409, "The request with this Idempotency-Key is still worked on.")
              .retryAfter(Duration.ofSeconds(5)));
    }
    try {
      var first = answer(known.offset());
      return first == null
          ? later("The first answer could not be read.")
          : new Answered(first.with("Idempotent-Replayed", "true"));
    } catch (KafkaException | UnreadableRecord failed) {
      LOG.warn("an answer could not be read offset={}", known.offset(), failed);
      return later("The first answer could not be read.");
    }
  }

  /**
   * The request has its answer; from now on that is what its key gets. A refusal is not kept:
   * whoever repeats that request begins anew.
   */
  public void end(Begun begun, Reply reply) throws InterruptedException {
    ours.remove(begun);
    // Of what is refused nothing was taken: there is nothing that must not be done twice.
    boolean kept = reply.status() < 400;
    var offset = write(begun.request().name(), kept ? codec.encode(entry(begun, reply)) : null);
    boolean known = offset >= 0 && readUpTo(offset);
    if (kept && !known) {
      LOG.warn("an answer could not be kept tenant={}", begun.request().tenant());
    }
  }

  /** The request failed here; whoever repeats it begins anew. */
  public void abandon(Begun begun) throws InterruptedException {
    ours.remove(begun);
    write(begun.request().name(), null);
  }

  private static IdempotencyEntry entry(Begun begun, @Nullable Reply reply) {
    var request = begun.request();
    return new IdempotencyEntry(
        request.tenant(),
        request.key(),
        request.hash(),
        reply == null ? "started" : "done",
        begun.owner(),
        reply == null ? 0 : reply.status(),
        reply == null ? "" : reply.type(),
        Packed.pack(reply == null ? new byte[0] : reply.body()));
  }

  /** Where it was acknowledged; -1 when it was not. */
  private long write(String name, byte @Nullable [] value) throws InterruptedException {
    var key = name.getBytes(StandardCharsets.US_ASCII);
    try {
      return producer
          .send(new ProducerRecord<>(Topics.IDEMPOTENCY, 0, key, value))
          .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .offset();
    } catch (ExecutionException | TimeoutException | KafkaException failed) {
      LOG.warn("a key was not stored reason={}", failed.toString());
      return -1;
    }
  }

  private boolean readUpTo(long offset) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (progress) {
      while (read < offset) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(progress, left);
      }
      return true;
    }
  }

  private @Nullable Reply answer(long offset) throws UnreadableRecord {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("idempotency-answer"))) {
      consumer.assign(java.util.List.of(PARTITION));
      consumer.seek(PARTITION, offset);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() - deadline < 0) {
        for (var record : consumer.poll(POLL)) {
          if (record.offset() != offset || record.value() == null) {
            return null;
          }
          var entry = codec.decode(record.value());
          return new Reply(
              entry.getStatus(),
              entry.getContentType(),
              Packed.unpack(entry.getAnswer()),
              Map.of());
        }
      }
      return null;
    }
  }

  private void run() {
    while (stopping.getCount() > 0) {
      try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("idempotency"))) {
        follow(consumer);
      } catch (KafkaException failed) {
        LOG.warn("keys of requests are read anew reason={}", failed.toString());
        pause();
      }
    }
  }

  private void pause() {
    try {
      stopping.await(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> consumer) {
    var all = java.util.List.of(PARTITION);
    consumer.assign(all);
    consumer.seekToBeginning(all);
    long end = consumer.endOffsets(all).getOrDefault(PARTITION, 0L);
    while (stopping.getCount() > 0) {
      consumer.poll(POLL).forEach(this::take);
      long position = consumer.position(PARTITION);
      synchronized (progress) {
        read = Math.max(read, position - 1);
        progress.notifyAll();
      }
      ready |= position >= end;
      sayAgain();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    var name = new String(record.key(), StandardCharsets.US_ASCII);
    if (record.value() == null) {
      ledger.gone(name);
      return;
    }
    try {
      var entry = codec.decode(record.value());
      boolean done = entry.getState().equals("done");
      var known =
          new KeyLedger.Entry(
              entry.getRequestHash(), entry.getOwner(), done, record.timestamp(), record.offset());
      if (done) {
        ledger.done(name, entry.getTenant(), known);
      } else {
        ledger.started(name, entry.getTenant(), known);
      }
    } catch (UnreadableRecord unreadable) {
      LOG.warn("unreadable record passed over offset={}", record.offset(), unreadable);
    }
  }

  /** What takes long stays ours. */
  private void sayAgain() {
    long now = clock.millis();
    ours.forEach(
        (begun, said) -> {
          if (now - said > AGAIN.toMillis() && ours.replace(begun, said, now)) {
            var key = begun.request().name().getBytes(StandardCharsets.US_ASCII);
            var value = codec.encode(entry(begun, null));
            producer.send(new ProducerRecord<>(Topics.IDEMPOTENCY, 0, key, value));
          }
        });
  }

  /** Ends reading and writing. */
  public void close() throws InterruptedException {
    stopping.countDown();
    thread.join(2_000);
    producer.close(Duration.ofSeconds(2));
  }
}

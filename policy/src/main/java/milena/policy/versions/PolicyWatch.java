package milena.policy.versions;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import milena.policy.Policy;
import milena.policy.document.PolicyReader;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Loop;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.schemas.RecordFormat;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The version of the policy that is in force, always as the log has it: a new one is here well
 * within two seconds of its acknowledgement. A version that cannot be read leaves the one before in
 * force; without broker or registry the last known one stays, for as long as it takes.
 *
 * <p>Its start returns when the topic was read to its end once; an empty one is at once. Where that
 * takes longer than the start may, it goes on in the background and is not ready: who must not work
 * by no policy where there is one waits for {@link #caughtUp}.
 */
public final class PolicyWatch implements Service, Supplier<Policy> {
  private static final Logger log = LoggerFactory.getLogger(PolicyWatch.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration BACKOFF = Duration.ofMillis(500);
  private static final Duration START = Duration.ofSeconds(10);
  private static final int RECENT = 8;

  private final ClientSettings clients;
  private final RecordFormat format;
  private final PolicyMeters meters;
  private final Loop loop;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private volatile Policy inForce = Policy.NONE;

  /** What has been read of the topic, from its beginning. */
  private static final class Read {
    /** The last ones, the newest first: should that be wrong, one before it may be right. */
    private final Deque<Version> recent = new ArrayDeque<>();

    private int pointer;

    void add(Version version) {
      recent.addFirst(version);
      if (recent.size() > RECENT) {
        recent.removeLast();
      }
    }
  }

  /** A watch that follows once started. */
  public PolicyWatch(ClientSettings clients, RecordFormat format, Meters meters) {
    this.clients = clients;
    this.format = format;
    this.meters = new PolicyMeters(meters);
    this.loop = new Loop("milena-policy", BACKOFF, this::follow, this::failed);
  }

  /** The version in force; {@link Policy#NONE} while there is none. Never waits. */
  @Override
  public Policy get() {
    return inForce;
  }

  /**
   * Completes when the topic was read to its end once, and either has no policy or one that can be
   * read is in force; never otherwise.
   */
  public CompletableFuture<Void> caughtUp() {
    return caughtUp.copy();
  }

  @Override
  public String name() {
    return "policy";
  }

  @Override
  public void start() throws InterruptedException {
    loop.start();
    try {
      caughtUp.get(START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      log.warn("the policy is not read yet; it is read on in the background");
    }
  }

  @Override
  public void stop(Deadline deadline) throws InterruptedException {
    if (!loop.stop(deadline.remaining())) {
      log.warn("the watch of the policy did not stop in time");
    }
  }

  @Override
  public Health health() {
    return caughtUp.isDone()
        ? Health.ready()
        : Health.notReady("the policy is not read yet, or has errors: the log says which");
  }

  private void failed(Exception why) {
    log.warn("the policy is read anew; version {} stays in force", get().version(), why);
    meters.reread();
  }

  private void follow(Loop running) {
    var documents = new Documents(format);
    var read = new Read();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("policy-watch"))) {
      running.wokenBy(consumer::wakeup);
      var one = Set.of(Documents.PARTITION);
      consumer.assign(one);
      consumer.seekToBeginning(one);
      long end = consumer.endOffsets(one).getOrDefault(Documents.PARTITION, 0L);
      while (consumer.position(Documents.PARTITION) < end) {
        takeSome(documents, consumer, read);
        if (running.isStopping()) {
          return;
        }
      }
      followed(read);
      while (!running.isStopping()) {
        if (takeSome(documents, consumer, read)) {
          followed(read);
        }
      }
    } finally {
      running.wokenBy(null);
    }
  }

  /** Where there is a policy and none of it can be read, nothing may be sent by none at all. */
  private void followed(Read read) {
    bringIntoForce(read);
    if (read.pointer == 0 || get().version() > 0) {
      caughtUp.complete(null);
    }
  }

  /** Takes what is there, or comes within a second; returns whether a pointer was among it. */
  private boolean takeSome(Documents documents, KafkaConsumer<byte[], byte[]> consumer, Read read) {
    boolean pointed = false;
    for (var record : consumer.poll(POLL)) {
      pointed |= take(documents, record, read);
    }
    return pointed;
  }

  /** Whether it was a pointer. A version stands before the pointer to it, in one transaction. */
  private boolean take(Documents documents, ConsumerRecord<byte[], byte[]> record, Read read) {
    if (!Documents.isOurs(record)) {
      return false;
    }
    try {
      var version = documents.read(record);
      if (Documents.isPointer(record)) {
        read.pointer = version.number();
        return true;
      }
      read.add(version);
    } catch (UnreadableRecord unreadable) {
      log.warn(
          "unreadable record of the policy passed over offset={} reason={}",
          record.offset(),
          unreadable.getMessage());
    }
    return false;
  }

  /** The newest that is right, up to the one that the pointer names. */
  private void bringIntoForce(Read read) {
    if (read.pointer == 0 || read.pointer == get().version()) {
      return;
    }
    boolean asPointed = false;
    for (var version : read.recent) {
      if (version.number() == get().version()) {
        break;
      }
      if (version.number() <= read.pointer && isBroughtIntoForce(version)) {
        asPointed = version.number() == read.pointer;
        break;
      }
    }
    meters.refused(asPointed ? 0 : read.pointer);
    if (!asPointed) {
      log.error(
          "the newest policy cannot be read and does not come into force version={} inForce={}",
          read.pointer,
          get().version());
    }
  }

  private boolean isBroughtIntoForce(Version version) {
    var checked = PolicyReader.read(version.document(), Set.of());
    var policy = checked.policy();
    if (policy.isEmpty()) {
      log.error(
          "policy has errors version={} first={}",
          version.number(),
          checked.errors().getFirst().toText());
      return false;
    }
    inForce = policy.get().as(version.number());
    meters.inForce(version.number());
    log.info("policy is in force version={} who={}", version.number(), version.who());
    return true;
  }
}

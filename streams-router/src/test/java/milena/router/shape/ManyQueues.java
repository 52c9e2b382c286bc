package milena.router.shape;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Policy;
import milena.router.gate.Admissions;
import milena.router.shape.ShaperDecision.Released;
import milena.runtime.stage.StageOutput;
import milena.runtime.stage.StoreKey;
import milena.runtime.stage.StoreStand;
import milena.schemas.AttemptResult;
import milena.schemas.AvroFormat;
import milena.schemas.BodyRef;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import milena.schemas.Topics;
import milena.testing.FixedIds;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One partition's shaper on a real store, with much that waits in many queues: what that costs in
 * memory, how fast it lets go, how late timers are, and how soon it releases after a kill. Without
 * Kafka: nothing is read from a topic and the changelog's entries are dropped.
 *
 * <pre>
 *   fill FOLDER WAITING QUEUES    fills a store, measures timers and the rate, and waits to be killed
 *   start FOLDER                  starts on what was left there
 * </pre>
 *
 * All that waits in queues is ready and waits for the rate of its own site, which is one in ten
 * hours: so every queue has a gate of its own and is looked at from the first to the last.
 */
final class ManyQueues {
  private static final byte[] NEXT = {'~'};
  private static final String CAMPAIGN = "autumn-news";
  private static final int AT_A_TIME = 2_000;
  private static final int TIMED = 2_000;
  private static final long TIMED_OVER_MS = 10_000;
  private static final int LEAVING = 20_000;
  private static final int FEW = 1_000;
  private static final long WEEK = Duration.ofDays(7).toMillis();

  private static final class NoLog implements StageOutput {
    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
      throw new AssertionError("nothing is sent here");
    }

    @Override
    public void log(int partition, StoreKey key, byte @Nullable [] value) {
      // What the changelog would have is in the store.
    }
  }

  private final ShaperConfig config =
      new ShaperConfig(
          Samples.RETRY,
          OptionalDouble.empty(),
          1_024,
          20_000,
          Duration.ofSeconds(60),
          Duration.ofMinutes(15),
          Duration.ofSeconds(10));

  private final StoreStand stand;
  private final StageHoldStore store;
  private final ShardShaper shaper;
  private final Admissions admissions;
  private final ArrayDeque<AttemptResult> answers = new ArrayDeque<>();
  private final List<Long> late = new ArrayList<>();
  private Policy policy =
      new Said()
          .limit(
              Per.SITE,
              Said.campaign(CAMPAIGN),
              Kind.MESSAGE_RATE,
              new Bound(1, Duration.ofHours(10).toMillis(), 1))
          .policy();

  private long released;
  private long offset;

  private ManyQueues(Path folder) {
    stand = new StoreStand(folder);
    var codec = new AvroFormat(new FixedIds()).codec(Topics.SHAPER_STATE, ShaperState.class);
    // The ids of schemas are those of a process: the first that is written gets the first.
    codec.encode(held("site", "tenant", 0).toState());
    offset = stand.partition(0).get(NEXT) == null ? 0 : 1L << 32;
    stand.partition(0).put(NEXT, new byte[] {1});
    store = new StageHoldStore(stand.partition(0), codec, new NoLog());
    admissions = new Admissions(() -> policy, config.builtInRate(), null);
    shaper =
        new ShardShaper(
            config,
            store,
            Samples.around(Samples.NOTHING_KNOWN, admissions, new SplittableRandom(1)),
            this::decided);
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private void decided(ShaperDecision decision) {
    if (decision instanceof Released(Held held)) {
      released++;
      if (held.site.startsWith("timed")) {
        late.add(now() - Long.parseLong(held.meta.get("due")));
      }
      answers.add(
          AttemptResult.newBuilder()
              .setSubmissionId(held.submissionId)
              .setQueueOffset(held.offset)
              .setAttempt(held.attempt)
              .setIssue(held.issue)
              .setOutcome("delivered")
              .setCode(250)
              .build());
    }
  }

  private Held held(String site, String tenant, long due) {
    var ref = new BodyRef("mail.submissions", 0, offset);
    var domain = site + ".example.com";
    return new Held(
        offset++,
        RoutedSubmission.newBuilder()
            .setSubmissionId("0198c2f4a7" + Long.toHexString(0x1000000000L + offset) + ".0")
            .setTenant(tenant)
            .setCampaign(due == 0 ? CAMPAIGN : "timely")
            .setSender("bounces+" + offset + "@mail.shop.example")
            .setRecipient("customer." + offset + "@" + domain)
            .setRecipientHash(ByteBuffer.wrap(new byte[16]))
            .setDomain(domain)
            .setSite("(mx1." + domain + ")")
            .setAcceptedAt(now())
            .setExpiresAt(now() + WEEK)
            .setSize(30_000)
            .setRef(ref)
            .setMeta(due == 0 ? Map.of() : Map.of("due", Long.toString(due)))
            .setSite(site)
            .build(),
        ref);
  }

  /** One turn as the stage has it, with what workers answered, and its commit. */
  private long turn() {
    for (var answer = answers.poll(); answer != null; answer = answers.poll()) {
      shaper.attempted(answer, now());
    }
    admissions.timePassed(now());
    long sleep = shaper.timePassed(now());
    commit();
    return answers.isEmpty() ? sleep : 0;
  }

  private void commit() {
    shaper.beforeCommit();
    store.beforeCommit();
    stand.commit();
  }

  private void arrive(String site, String tenant, long due) {
    shaper.arrived(held(site, tenant, due), due, now());
  }

  private void fill(int waiting, int queues) {
    long began = System.nanoTime();
    for (int i = 0; i < waiting; i++) {
      int queue = i % queues;
      arrive("site" + queue, "tenant" + queue % 50, 0);
      if (i % AT_A_TIME == AT_A_TIME - 1) {
        turn();
      }
      if (i % 500_000 == 499_999) {
        say("  %,d in the store after %.0f s", i + 1, seconds(began));
      }
    }
    while (turn() == 0) {
      // There is more to do at once.
    }
    say("filled: %,d in %,d queues, %.0f/s", waiting, queues, waiting / seconds(began));
  }

  /** Messages that are due one after the other while all else waits. */
  private void time() {
    late.clear();
    long from = now() + 2_000;
    for (int i = 0; i < TIMED; i++) {
      arrive("timed" + i % 20, "timely", from + i * TIMED_OVER_MS / TIMED);
    }
    commit();
    while (late.size() < TIMED && now() < from + 3 * TIMED_OVER_MS) {
      long sleep = turn();
      LockSupport.parkNanos(Duration.ofMillis(Math.min(sleep, 50)).toNanos());
    }
    late.sort(Long::compare);
    say(
        "timers: %,d, late by %d ms p50, %d ms p99, %d ms at most",
        late.size(), at(0.5), at(0.99), at(1));
  }

  private long at(double share) {
    return late.isEmpty() ? -1 : late.get((int) Math.min(late.size() - 1, share * late.size()));
  }

  /** All that waits may go; so many do. */
  private void letGo(int most, String what) {
    policy = new Said().policy();
    released = 0;
    long began = System.nanoTime();
    while (released < most) {
      turn();
    }
    say("%s: %,d released, %,.0f/s", what, released, released / seconds(began));
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private void sayHeap(String when) {
    System.gc();
    System.gc();
    var runtime = Runtime.getRuntime();
    say(
        "heap %s: %.1f MiB; %,d sites known",
        when, (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0, shaper.activeSites());
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** Measures; the first word says what. */
  public static void main(String[] arguments) {
    long began = System.nanoTime();
    var rig = new ManyQueues(Path.of(arguments[1]));
    rig.shaper.start(now());
    switch (arguments[0]) {
      case "fill" -> {
        rig.sayHeap("at first");
        rig.fill(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        rig.sayHeap("with all that waits");
        rig.soon();
        say("filled and waiting");
        LockSupport.park();
      }
      case "start" -> {
        rig.released = 0;
        while (rig.released == 0) {
          rig.turn();
        }
        say("first release %.2f s after the store was opened", seconds(began));
        while (rig.turn() == 0) {
          // It goes on taking up what is there.
        }
        say("all taken up after %.2f s", seconds(began));
        rig.sayHeap("after the start");
        rig.time();
        rig.letGo(LEAVING, "with all that waits");
        rig.sayHeap("after that");
        Runtime.getRuntime().halt(0);
      }
      case "few" -> {
        rig.policy = Policy.NONE;
        for (int round = 0; round < LEAVING / FEW * 2; round++) {
          rig.fewRound();
        }
        Runtime.getRuntime().halt(0);
      }
      default -> throw new IllegalArgumentException("fill, start or few");
    }
  }

  /** Some that are due when the next process has the store. */
  private void soon() {
    for (int i = 0; i < 100; i++) {
      arrive("timed-soon" + i, "timely", now() + 500);
    }
    commit();
  }

  private long fewReleased;
  private double fewSeconds;
  private int rounds;

  private void fewRound() {
    for (int i = 0; i < FEW; i++) {
      arrive("site" + i % 40, "tenant" + i % 40, 0);
    }
    commit();
    released = 0;
    long began = System.nanoTime();
    while (released < FEW) {
      turn();
    }
    if (++rounds > LEAVING / FEW) {
      fewReleased += released;
      fewSeconds += seconds(began);
      if (rounds == 2 * LEAVING / FEW) {
        say("with 1,000 that wait: %,d released, %,.0f/s", fewReleased, fewReleased / fewSeconds);
      }
    }
    while (!answers.isEmpty()) {
      turn();
    }
  }
}

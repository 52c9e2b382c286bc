package milena.router.shape;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import milena.policy.Policy;
import milena.router.gate.Admissions;
import milena.router.gate.Effect;
import milena.router.gate.Reactions;
import milena.router.lever.Lever;
import milena.schemas.AttemptResult;
import milena.schemas.BodyRef;
import milena.schemas.RoutedSubmission;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the shaper decides for one submission that is delivered at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ShaperBenchmark {
  private static final long NOW = 1_800_000_000_000L;
  private static final BodyRef REF = new BodyRef("mail.submissions", 0, 0L);
  private static final RoutedSubmission ROUTED =
      RoutedSubmission.newBuilder()
          .setSubmissionId("m.0")
          .setTenant("shop")
          .setRecipientHash(ByteBuffer.wrap(new byte[16]))
          .setDomain("site.example")
          .setSite("mx.site.example")
          .setExpiresAt(NOW + Duration.ofDays(7).toMillis())
          .setRef(REF)
          .build();

  private final ShardShaper shaper;
  private long offset;
  private long decisions;

  /** With a window that never fills, as it is for a site that takes everything. */
  public ShaperBenchmark() {
    var retry = new RetrySchedule(Duration.ofMinutes(20), 2, Duration.ofDays(1), 0.1);
    var config =
        new ShaperConfig(
            retry,
            OptionalDouble.empty(),
            100,
            1_000,
            Duration.ofSeconds(60),
            Duration.ofMinutes(15),
            Duration.ofSeconds(10));
    var admissions = new Admissions(() -> Policy.NONE, config.builtInRate(), null);
    shaper =
        new ShardShaper(
            config,
            new NothingStored(),
            new Surroundings(
                0,
                new NothingKnown(),
                admissions,
                new Reactions(admissions),
                new Random(1),
                new Room()),
            each -> decisions++);
    shaper.start(NOW);
  }

  /** Arrives, is released, and its result comes before the commit, so that no store sees it. */
  @Benchmark
  public long arriveReleaseEnd() {
    offset++;
    shaper.arrived(new Held(offset, ROUTED, REF), 0, NOW);
    shaper.timePassed(NOW);
    shaper.attempted(
        AttemptResult.newBuilder()
            .setSubmissionId("m.0")
            .setQueueOffset(offset)
            .setAttempt(1)
            .setIssue(1)
            .setOutcome("delivered")
            .setCode(250)
            .build(),
        NOW);
    if (shaper.outstandingCount() > 0) {
      throw new IllegalStateException("its result was not taken: the benchmark is stale");
    }
    return decisions;
  }

  private static final class NothingKnown implements Advice {
    @Override
    public @Nullable String suppression(byte[] recipientHash, String tenant) {
      return null;
    }

    @Override
    public @Nullable String known(String domain) {
      return "mx.site.example";
    }

    @Override
    public boolean findingOut(String domain) {
      return false;
    }
  }

  private static final class NothingStored implements HoldStore {
    @Override
    public List<Effect> effects() {
      return List.of();
    }

    @Override
    public void putEffect(Effect effect) {
      // Nothing is stored.
    }

    @Override
    public void removeEffect(String id) {
      // Nothing is stored.
    }

    @Override
    public @Nullable Held load(long at) {
      return null;
    }

    @Override
    public void putWaiting(Held held) {}

    @Override
    public void removeWaiting(Held held) {}

    @Override
    public void putOutstanding(Held held) {}

    @Override
    public void removeOutstanding(Held held) {}

    @Override
    public List<Long> ready(ReadyQueue queue, long after, int limit) {
      return List.of();
    }

    @Override
    public List<ReadyQueue> readyQueues(@Nullable ReadyQueue after, int limit) {
      return List.of();
    }

    @Override
    public List<Held> outstanding() {
      return List.of();
    }

    @Override
    public List<Long> due(long now, int limit) {
      return List.of();
    }

    @Override
    public List<Held> waiting(long after, int limit) {
      return List.of();
    }

    @Override
    public List<Held> parked(String lever, long after, int limit) {
      return List.of();
    }

    @Override
    public List<Lever> levers() {
      return List.of();
    }

    @Override
    public void putLever(Lever lever) {}

    @Override
    public void removeLever(String id) {}

    @Override
    public long nextDue() {
      return Long.MAX_VALUE;
    }
  }
}

package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import milena.router.shape.ShaperDecision.CancelRequested;
import milena.router.shape.ShaperDecision.Cancelled;
import milena.router.shape.ShaperDecision.Deferred;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Late;
import milena.router.shape.ShaperDecision.Moved;
import milena.router.shape.ShaperDecision.Released;
import milena.router.shape.ShaperDecision.Suppressed;
import milena.runtime.stage.StageOutput;
import milena.runtime.stage.StoreKey;
import milena.runtime.stage.StoreStand;
import milena.schemas.AvroFormat;
import milena.schemas.ShaperState;
import milena.schemas.Topics;
import milena.testing.FixedIds;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levers on a queue that is long, in a real store: no turn and no heap grows with it. */
@Tag("long")
class LeversOverManyTest {
  private static final int MANY = 200_000;
  private static final int AT_A_TIME = 2_000;
  private static final long NEVER = 1L << 50;
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  private static final long HEAP = 64L << 20;

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

  @TempDir Path folder;

  private long released;
  private long requested;
  private long cancelled;

  private void decided(ShaperDecision decision) {
    switch (decision) {
      case Released _ -> released++;
      case CancelRequested _ -> requested++;
      case Cancelled _ -> cancelled++;
      case Ended _, Deferred _, Suppressed _, Moved _, Late _ -> throw new AssertionError(decision);
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private ShardShaper shaper(HoldStore store) {
    var shaper =
        new ShardShaper(
            Samples.config(OptionalDouble.empty()),
            store,
            Samples.NOTHING_KNOWN,
            new SplittableRandom(1),
            this::decided);
    shaper.start(10);
    return shaper;
  }

  @Test
  void shouldHoldAtOnceAndEndInStepsWithoutAHeapThatGrows() throws Exception {
    // Given
    var stand = new StoreStand(folder);
    var codec = new AvroFormat(new FixedIds()).codec(Topics.SHAPER_STATE, ShaperState.class);
    var partition = stand.partition(0);
    var store = new StageHoldStore(partition, codec, new NoLog());
    var shaper = shaper(store);
    long before = heap();
    fill(shaper, stand);
    // When
    long asked = System.nanoTime();
    var shelf = new LeverShelf(partition, codec, new NoLog());
    shelf.take(Samples.command("c1", "cancel", 100, "tenant", "acme"), 1);
    shaper.leversChanged();
    var taken = Duration.ofNanos(System.nanoTime() - asked);
    shaper.timePassed(100);
    // Then
    assertThat(taken).isLessThan(AT_ONCE);
    assertThat(released).isZero();
    // When
    run(shaper, stand, 100);
    // Then
    assertThat(requested).isEqualTo(MANY);
    // When
    shelf.take(Samples.command("c2", "final", 200, "command", "c1"), 2);
    shaper.leversChanged();
    int turns = run(shaper, stand, 200);
    // Then
    assertThat(cancelled).isEqualTo(MANY);
    assertThat(released).isZero();
    assertThat(store.waiting(-1, 1)).isEmpty();
    assertThat(turns).isGreaterThanOrEqualTo(MANY / Sweep.AT_ONCE);
    assertThat(heap() - before).isLessThan(HEAP);
    stand.close();
  }

  private static void fill(ShardShaper shaper, StoreStand stand) {
    for (int offset = 0; offset < MANY; offset++) {
      shaper.arrived(Samples.held(offset, "s" + offset % 7, "acme", 50, NEVER), 0, 60);
      if (offset % AT_A_TIME == 0) {
        shaper.beforeCommit();
        stand.commit();
      }
    }
  }

  /** Goes on until there is nothing to do at once; answers in how many turns. */
  private static int run(ShardShaper shaper, StoreStand stand, long now) {
    int turns = 0;
    long sleep;
    do {
      sleep = shaper.timePassed(now);
      shaper.beforeCommit();
      stand.commit();
      turns++;
    } while (sleep == 0);
    return turns;
  }
}

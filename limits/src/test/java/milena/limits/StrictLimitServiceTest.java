package milena.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import milena.limits.lease.Permits.Wish;
import milena.limits.lease.StrictLimit;
import milena.limits.lease.StrictLimit.Count;
import milena.limits.lease.StrictLimit.Rate;
import milena.runtime.clock.SteadyClock;
import milena.runtime.lifecycle.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes before one broker, and limits that are never exceeded. */
@Tag("long")
@Timeout(240)
class StrictLimitServiceTest {

  private static final Rate RATE = new Rate("provider:p:message-rate", 200, 1_000, 100, 1);
  private static final Count COUNT = new Count("provider:p:outstanding", 10, 5_000, 1);
  private static final SteadyClock CLOCK = SteadyClock.ofThisProcess();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long WINDOW_MS = 10_000;

  private final AtomicBoolean loading = new AtomicBoolean(true);
  private final List<Thread> load = new ArrayList<>();
  private final ConcurrentLinkedQueue<Long> takenAt = new ConcurrentLinkedQueue<>();
  private LimitRig rig = unset();

  // Given to NullAway: JUnit sets it before each test.
  @SuppressWarnings("NullAway")
  private static LimitRig unset() {
    return null;
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    rig = new LimitRig(folder, List.of());
  }

  @AfterEach
  void stop() throws Exception {
    loading.set(false);
    for (var thread : load) {
      thread.join();
    }
    rig.close();
  }

  /** Takes whenever something is there, of what comes at an even pace. */
  private AtomicInteger load(LimitService node, int perSecond) {
    var taken = new AtomicInteger();
    load.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  long began = CLOCK.millis();
                  for (long done = 0; loading.get(); ) {
                    boolean due = done < (CLOCK.millis() - began) * perSecond / 1_000;
                    long now = CLOCK.millis();
                    long wait = due ? node.permits().take(List.of(new Wish(RATE, 1)), now) : 1;
                    if (wait == 0) {
                      done++;
                      taken.incrementAndGet();
                      takenAt.add(now);
                    } else {
                      pause(wait);
                    }
                  }
                }));
    return taken;
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }

  private LimitService owner(LimitService one, LimitService other) {
    return rig.scrape(one).contains("milena_limits_owned 1.0") ? one : other;
  }

  private void assertNeverAbove(Rate rate) {
    var times = takenAt.stream().sorted().toList();
    long debt = 0;
    long since = times.isEmpty() ? 0 : times.getFirst();
    for (long at : times) {
      debt = Math.max(0, debt - (at - since) * rate.permits()) + rate.periodMs();
      since = at;
      assertThat(debt).isLessThanOrEqualTo((rate.burst() + 1) * rate.periodMs());
    }
  }

  @Test
  void shouldHoldARateOverBothAndReachIt() {
    // Given
    var one = rig.node("one", Map.of());
    var other = rig.node("other", Map.of());
    one.prepare();
    other.prepare();
    var most = load(one, 400);
    var least = load(other, 30);
    await().atMost(PATIENCE).until(() -> most.get() > 1_000 && least.get() > 100);

    // When
    int before = takenAt.size();
    long began = CLOCK.millis();
    pause(WINDOW_MS);
    int taken = takenAt.size() - before;
    long elapsed = CLOCK.millis() - began;

    // Then
    assertNeverAbove(RATE);
    assertThat(taken).isGreaterThanOrEqualTo((int) (0.98 * elapsed * 200 / 1_000));
  }

  @Test
  void shouldHoldARateWhileItsOwnerIsFrozenAndAfterwards() throws Exception {
    // Given: two that would both own it
    var frozen = new OwnerFreeze.Switch();
    var one = rig.node("one", OwnerFreeze.settings(frozen));
    one.prepare();
    await()
        .atMost(PATIENCE)
        .until(() -> one.permits().take(List.of(new Wish(RATE, 1)), CLOCK.millis()) == 0);
    takenAt.add(CLOCK.millis());
    var other = rig.node("other", Map.of());
    other.prepare();
    load(one, 400);
    var others = load(other, 400);
    await().atMost(PATIENCE).until(() -> others.get() > 100);

    // When: the first freezes, is given up by the group, and wakes with what it had read
    frozen.freeze();
    pause(3_000);
    int standing = takenAt.size();
    await().atMost(PATIENCE).until(() -> takenAt.size() > standing + 1_000);
    frozen.thaw();
    pause(5_000);

    // Then
    assertNeverAbove(RATE);

    // When: whoever owns it now goes, and what it had leased for itself with it
    var going = owner(one, other);
    var staying = going == one ? other : one;
    going.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));
    int before = takenAt.size();
    await().atMost(PATIENCE).until(() -> takenAt.size() > before + 2_000);

    // Then
    assertThat(staying.permits().holds(RATE.name(), CLOCK.millis())).isTrue();
    assertNeverAbove(RATE);
  }

  @Test
  void shouldNeverLetMoreThanACountBeTakenAtOneTime() throws Exception {
    // Given
    var one = rig.node("one", Map.of());
    var other = rig.node("other", Map.of());
    var used = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new ConcurrentLinkedQueue<LimitService>();
    StrictLimit limit = COUNT;
    var wish = List.of(new Wish(limit, 1));
    for (int i = 0; i < 24; i++) {
      var node = i % 2 == 0 ? one : other;
      load.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (loading.get()) {
                      long wait = node.permits().take(wish, CLOCK.millis());
                      if (wait == 0) {
                        most.accumulateAndGet(used.incrementAndGet(), Math::max);
                        pause(20);
                        used.decrementAndGet();
                        node.permits().giveBack(wish);
                        done.add(node);
                      }
                      pause(Math.max(1, wait));
                    }
                  }));
    }

    // When
    await().atMost(PATIENCE).until(() -> List.copyOf(done).containsAll(List.of(one, other)));
    await().atMost(PATIENCE).until(() -> most.get() == COUNT.permits());
    one.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));
    int before = done.size();
    await().atMost(PATIENCE).until(() -> done.size() > before + 500);

    // Then
    assertThat(most.get()).isEqualTo((int) COUNT.permits());
  }
}

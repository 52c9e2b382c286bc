package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Ending;
import milena.router.shape.ShaperDecision.Released;
import org.junit.jupiter.api.Test;

/** A node was off for longer than its mail may wait. */
class ExpiryAfterAStartTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long EXPIRY = 7 * DAY;
  private static final long BACK = 8 * DAY;

  private final MemoryHoldStore store = new MemoryHoldStore();
  private final List<ShaperDecision> decided = new ArrayList<>();
  private final Samples.Changing advice = new Samples.Changing();

  private ShardShaper shaper() {
    return new ShardShaper(
        Samples.config(OptionalDouble.empty()), store, Samples.freely(advice), decided::add);
  }

  /** A shaper that starts after a week, on one submission that was deferred before. */
  private ShardShaper back() {
    var before = shaper();
    before.start(0);
    before.arrived(Samples.held(1, "s", "t", 0, EXPIRY), 0, 10);
    before.timePassed(10);
    before.attempted(Samples.result(1, 1, 1, "deferred", "recipient"), 20);
    decided.clear();
    var after = shaper();
    after.start(BACK);
    return after;
  }

  private Held released() {
    assertThat(decided).last().isInstanceOf(Released.class);
    return ((Released) decided.getLast()).held();
  }

  private List<Ending> endings() {
    return decided.stream()
        .filter(Ended.class::isInstance)
        .map(decision -> ((Ended) decision).ending())
        .toList();
  }

  @Test
  void shouldTryOnceMoreWhatExpiredMeanwhileAndThenEndIt() {
    // Given
    var shaper = back();

    // When
    shaper.timePassed(BACK);
    var held = released();
    shaper.attempted(Samples.result(1, held.attempt, held.issue, "deferred", "recipient"), BACK);
    shaper.timePassed(BACK + 1);

    // Then
    assertThat(held.validUntil).isGreaterThan(BACK);
    assertThat(held.endsBy).isGreaterThan(held.validUntil);
    assertThat(endings()).containsExactly(Ending.EXPIRED);
    assertThat(decided).filteredOn(Released.class::isInstance).hasSize(1);
    assertThat(store.size()).isZero();
  }

  @Test
  void shouldTryWhatTheQueueStillHadFromBefore() {
    // Given
    var shaper = shaper();
    shaper.start(BACK);

    // When
    shaper.arrived(Samples.held(1, "s", "t", 0, EXPIRY), 0, BACK);
    shaper.timePassed(BACK);

    // Then
    assertThat(released().submissionId).isEqualTo("m1.0");
  }

  @Test
  void shouldTryAgainWhatWasGivenOutAndNotTried() {
    // Given
    var shaper = back();
    shaper.timePassed(BACK);
    var first = released().issue;

    // When
    shaper.attempted(Samples.result(1, 2, first, "not-tried", ""), BACK + 10);
    shaper.timePassed(BACK + 10);

    // Then
    assertThat(released().issue).isEqualTo(first + 1);
    assertThat(endings()).isEmpty();
  }

  @Test
  void shouldNotWaitForEverForATurn() {
    // Given: no result ever comes, so that some are given out again and again
    var shaper = shaper();
    shaper.start(BACK);
    for (int offset = 0; offset < 200; offset++) {
      shaper.arrived(Samples.held(offset, "s", "t", 0, EXPIRY), 0, BACK);
    }
    shaper.timePassed(BACK);
    shaper.beforeCommit();
    int released = decided.size();

    // When
    for (long now = BACK; now < BACK + DAY + DAY / 2; now += 60_000) {
      shaper.timePassed(now);
      shaper.beforeCommit();
    }

    // Then
    assertThat(released).isEqualTo(Window.FIRST);
    assertThat(endings()).hasSize(200);
    assertThat(store.size()).isZero();
  }

  @Test
  void shouldEndOnTimeWhatWasTriedSinceTheStart() {
    // Given
    var shaper = shaper();
    shaper.start(EXPIRY - 60_000);
    shaper.arrived(Samples.held(1, "s", "t", 0, EXPIRY), 0, EXPIRY - 60_000);
    shaper.timePassed(EXPIRY - 60_000);
    shaper.attempted(Samples.result(1, 1, 1, "deferred", "recipient"), EXPIRY - 50_000);
    shaper.timePassed(EXPIRY - 1);
    assertThat(endings()).isEmpty();

    // When
    shaper.timePassed(EXPIRY);

    // Then
    assertThat(endings()).containsExactly(Ending.EXPIRED);
    assertThat(decided).filteredOn(Released.class::isInstance).hasSize(1);
  }

  @Test
  void shouldEndAtOnceWhatMayNotGoAnyway() {
    // Given
    var shaper = shaper();
    shaper.start(BACK);
    advice.site = UnroutedSites.UNROUTED + "b.test";

    // When
    shaper.arrived(Samples.held(1, UnroutedSites.UNROUTED + "b.test", "t", 0, EXPIRY), 0, BACK);

    // Then
    assertThat(endings()).containsExactly(Ending.EXPIRED);
  }
}

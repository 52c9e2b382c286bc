package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import milena.policy.Policy;
import milena.router.gate.Admissions;
import milena.router.shape.ShaperDecision.Deferred;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Ending;
import milena.router.shape.ShaperDecision.Late;
import milena.router.shape.ShaperDecision.Moved;
import milena.router.shape.ShaperDecision.Released;
import milena.router.shape.ShaperDecision.Suppressed;
import org.junit.jupiter.api.Test;

class ShardShaperTest {
  private static final long NEVER = 1L << 50;

  private final MemoryHoldStore store = new MemoryHoldStore();
  private final List<ShaperDecision> decided = new ArrayList<>();
  private Admissions admissions =
      Samples.admissions(Samples.config(OptionalDouble.empty()), Policy.NONE);

  private ShardShaper shaper(OptionalDouble rate) {
    return shaper(rate, Samples.NOTHING_KNOWN);
  }

  private ShardShaper shaper(OptionalDouble rate, Advice advice) {
    var config = Samples.config(rate);
    admissions = Samples.admissions(config, Policy.NONE);
    return new ShardShaper(
        config, store, Samples.around(advice, admissions, new SplittableRandom(1)), decided::add);
  }

  private void pass(ShardShaper shaper, long now) {
    admissions.timePassed(now);
    shaper.timePassed(now);
  }

  private List<String> released() {
    return decided.stream()
        .filter(Released.class::isInstance)
        .map(decision -> ((Released) decision).held().submissionId)
        .toList();
  }

  @Test
  void shouldReleaseWhatArrivesAtOnceWithoutTouchingTheIndexes() {
    // Given
    var shaper = shaper(OptionalDouble.empty());
    // When
    shaper.arrived(Samples.held(1, "s", "t", 0, NEVER), 0, 10);
    pass(shaper, 10);
    // Then
    assertThat(released()).containsExactly("m1.0");
    assertThat(store.readyQueues(null, 1)).isEmpty();
    assertThat(store.outstanding()).hasSize(1);
  }

  @Test
  void shouldHoldBackWhatTheWindowDoesNotLetThroughUntilResultsCome() {
    // Given
    var shaper = shaper(OptionalDouble.empty());
    for (int offset = 0; offset < 200; offset++) {
      shaper.arrived(Samples.held(offset, "s", "t", 0, NEVER), 0, 10);
    }
    // When
    pass(shaper, 10);
    shaper.beforeCommit();
    // Then
    assertThat(released()).hasSize(Window.FIRST);
    assertThat(store.size()).isEqualTo(200);
    // When
    shaper.attempted(Samples.result(0, 1, 1, "delivered", ""), 20);
    pass(shaper, 20);
    // Then
    assertThat(released()).hasSize(Window.FIRST + 2);
  }

  @Test
  void shouldKeepTheRetryOfWhatWasTriedBeforeItCame() {
    // Given
    var shaper = shaper(OptionalDouble.empty());
    var tried = Samples.held(1, "s", "t", 0, NEVER);
    tried.attempt = 2;
    tried.issue = 3;
    // When
    shaper.arrived(tried, 5_000, 10);
    pass(shaper, 4_999);
    // Then
    assertThat(released()).isEmpty();
    assertThat(tried.reason).isEqualTo(WaitReason.RETRY);
    // When
    pass(shaper, 5_000);
    // Then
    assertThat(decided)
        .singleElement()
        .isInstanceOfSatisfying(
            Released.class,
            released -> {
              assertThat(released.held().attempt).isEqualTo(3);
              assertThat(released.held().issue).isEqualTo(4);
            });
  }

  @Test
  void shouldLetTenantsTakeTurnsAndPrioritiesGoFirst() {
    // Given
    var shaper = shaper(OptionalDouble.empty());
    for (int offset = 0; offset < 100; offset++) {
      shaper.arrived(Samples.held(offset, "s", "bulk", 0, NEVER), 0, 10);
    }
    shaper.arrived(Samples.held(500, "s", "small", 0, NEVER), 0, 10);
    shaper.arrived(Samples.held(501, "s", "bulk", 5, 0, NEVER), 0, 10);
    // When
    pass(shaper, 10);
    // Then
    assertThat(released().subList(0, 2)).containsExactly("m501.0", "m500.0");
  }

  @Test
  void shouldKeepToTheRateWithoutABurstAfterAStart() {
    // Given
    var shaper = shaper(OptionalDouble.of(10));
    for (int offset = 0; offset < 50; offset++) {
      shaper.arrived(Samples.held(offset, "s", "t", 0, NEVER), 0, 0);
    }
    // When
    for (long now = 0; now <= 2_000; now += 7) {
      pass(shaper, now);
    }
    // Then
    assertThat(released()).hasSizeBetween(18, 20);
  }

  @Test
  void shouldDeferWithJitterAndTryAgainWhenDue() {
    // Given
    var shaper = shaper(OptionalDouble.empty());
    shaper.arrived(Samples.held(1, "s", "t", 0, NEVER), 0, 0);
    pass(shaper, 0);
    // When
    shaper.attempted(Samples.result(1, 1, 1, "deferred", "recipient"), 100);
    // Then
    assertThat(decided.getLast()).isInstanceOf(Deferred.class);
    long next = ((Deferred) decided.getLast()).nextAt();
    assertThat(next - 100).isBetween(1_080_000L, 1_320_000L);
    // When
    pass(shaper, next - 1);
    assertThat(released()).hasSize(1);
    pass(shaper, next);
    // Then
    assertThat(released()).hasSize(2);
  }

  @Test
  void shouldExpireOnTimeWhateverTheWorkerDoes() {
    // Given
    var advice = new Samples.Changing();
    advice.site = "unrouted:b.test";
    var shaper = shaper(OptionalDouble.empty(), advice);
    shaper.arrived(Samples.held(1, "unrouted:b.test", "t", 0, 1_000), 0, 0);
    pass(shaper, 0);
    shaper.beforeCommit();
    // When
    pass(shaper, 999);
    assertThat(decided).isEmpty();
    pass(shaper, 1_000);
    // Then
    assertThat(decided)
        .singleElement()
        .isInstanceOfSatisfying(
            Ended.class, ended -> assertThat(ended.ending()).isEqualTo(Ending.EXPIRED));
    assertThat(store.size()).isZero();
  }

  @Test
  void shouldGiveALostDispatchAgainUnderAHigherIssueAndCallItsOldResultLate() {
    // Given
    var shaper = shaper(OptionalDouble.empty());
    shaper.arrived(Samples.held(1, "s", "t", 0, NEVER), 0, 0);
    pass(shaper, 0);
    // When
    pass(shaper, 60_000 + 900_000 + 10_000);
    // Then
    var again = (Released) decided.getLast();
    assertThat(again.held().attempt).isEqualTo(1);
    assertThat(again.held().issue).isEqualTo(2);
    // When
    shaper.attempted(Samples.result(1, 1, 1, "delivered", ""), 1_000_000);
    // Then
    assertThat(decided.getLast()).isInstanceOf(Late.class);
    // When
    shaper.attempted(Samples.result(1, 1, 2, "delivered", ""), 1_000_001);
    // Then
    assertThat(decided.getLast()).isInstanceOf(Ended.class);
  }

  @Test
  void shouldNotCountAnAttemptThatWasNotMade() {
    // Given
    var shaper = shaper(OptionalDouble.empty());
    shaper.arrived(Samples.held(1, "s", "t", 0, NEVER), 0, 0);
    pass(shaper, 0);
    // When
    shaper.attempted(Samples.result(1, 1, 1, "not-tried", ""), 5);
    pass(shaper, 5);
    // Then
    var again = (Released) decided.getLast();
    assertThat(again.held().attempt).isEqualTo(1);
    assertThat(again.held().issue).isEqualTo(2);
  }

  @Test
  void shouldAskAgainBeforeARetryWhetherAndWhereToTheMailMayGo() {
    // Given
    var advice = new Samples.Changing();
    var shaper = shaper(OptionalDouble.empty(), advice);
    for (int offset = 1; offset <= 3; offset++) {
      shaper.arrived(Samples.held(offset, "s", "t", 0, NEVER), 0, 0);
    }
    pass(shaper, 0);
    for (int offset = 1; offset <= 3; offset++) {
      shaper.attempted(Samples.result(offset, 1, 1, "deferred", "recipient"), 100);
    }
    decided.clear();
    // When
    advice.suppression = "manual";
    pass(shaper, 1_080_000 - 1);
    assertThat(decided).isEmpty();
    pass(shaper, 1_500_000);
    // Then
    assertThat(decided)
        .hasSize(3)
        .allSatisfy(
            decision ->
                assertThat(decision)
                    .isInstanceOfSatisfying(
                        Suppressed.class,
                        suppressed -> assertThat(suppressed.reason()).isEqualTo("manual")));
    assertThat(store.size()).isZero();
  }

  @Test
  void shouldWaitForItsSiteWhileItIsAskedForAndNoLonger() {
    // Given
    var advice = new Samples.Changing();
    advice.site = "unrouted:b.test";
    var shaper = shaper(OptionalDouble.empty(), advice);
    shaper.arrived(Samples.held(1, "unrouted:b.test", "t", 0, NEVER), 0, 0);
    pass(shaper, 0);
    shaper.beforeCommit();
    // When
    advice.site = null;
    advice.findingOut = true;
    var again = shaper(OptionalDouble.empty(), advice);
    again.start(1_000);
    pass(again, 1_000);
    // Then
    assertThat(decided).isEmpty();
    assertThat(store.size()).isEqualTo(1);
    // When
    advice.findingOut = false;
    pass(again, 2_000);
    // Then
    assertThat(released()).containsExactly("m1.0");
  }

  @Test
  void shouldMoveToItsSiteWhatWaitedUnderAnotherAndKeepItsAttempts() {
    // Given
    var advice = new Samples.Changing();
    var shaper = shaper(OptionalDouble.empty(), advice);
    shaper.arrived(Samples.held(1, "unresolved:b.test", "t", 0, NEVER), 0, 0);
    pass(shaper, 0);
    shaper.attempted(Samples.result(1, 1, 1, "deferred", "recipient"), 100);
    // When
    advice.site = "(mx.b.test)";
    pass(shaper, 1_500_000);
    // Then
    assertThat(decided.getLast())
        .isInstanceOfSatisfying(
            Moved.class,
            moved -> {
              var record = ShaperRecords.moved(moved.held(), moved.site(), 1, 1_500_000);
              var again = new Held(7, record, record.getRef());
              assertThat(again.site).isEqualTo("(mx.b.test)");
              assertThat(again.attempt).isEqualTo(1);
              assertThat(again.issue).isEqualTo(1);
            });
    assertThat(store.size()).isZero();
  }

  @Test
  void shouldKeepOneSitesTroubleFromAnother() {
    // Given
    var shaper = shaper(OptionalDouble.empty());
    for (int offset = 0; offset < 500; offset++) {
      shaper.arrived(Samples.held(offset, "dead", "t", 0, NEVER), 0, 0);
    }
    pass(shaper, 0);
    decided.clear();
    // When
    shaper.arrived(Samples.held(1_000, "alive", "t", 0, NEVER), 0, 1);
    pass(shaper, 1);
    // Then
    assertThat(released()).containsExactly("m1000.0");
  }
}

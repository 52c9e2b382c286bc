package milena.limits.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import milena.limits.lease.Permits.Wish;
import milena.limits.lease.StrictLimit.Count;
import milena.limits.lease.StrictLimit.Rate;
import org.junit.jupiter.api.Test;

class PermitsTest {

  private static final Rate RATE = new Rate("rate", 100, 1_000, 20, 1);
  private static final Count COUNT = new Count("count", 5, 1_000, 1);
  private static final List<Wish> BOTH = List.of(new Wish(RATE, 1), new Wish(COUNT, 1));

  private final Permits permits = new Permits("one");
  private final Lessor lessor = new Lessor("owner", 7);

  PermitsTest() {
    lessor.hear(lessor.assigned(0, -2_000), -2_000);
  }

  /** What is asked now is heard, answered and taken up at these times. */
  private void exchange(long asked, long answered) {
    permits.asks(asked).forEach(ask -> lessor.hear(0, ask, answered));
    lessor.leases(answered).forEach(lease -> permits.apply(lease, answered));
  }

  @Test
  void shouldTakeNothingWithoutALease() {
    assertThat(permits.take(BOTH, 0)).isPositive();
    assertThat(permits.unleased(0)).isEqualTo(2);
    assertThat(permits.take(List.of(), 0)).isZero();
  }

  @Test
  void shouldTakeAllOrNone() {
    // Given
    permits.take(BOTH, 0);
    exchange(1, 20);

    // When
    for (long i = 0; i < COUNT.permits(); i++) {
      permits.take(BOTH, 21);
      exchange(200 * (i + 1), 200 * (i + 1) + 1);
      permits.take(BOTH, 200 * (i + 1) + 2);
    }

    // Then
    assertThat(permits.used("count")).isEqualTo(COUNT.permits());
    assertThat(permits.take(BOTH, 1_010)).isPositive();
    assertThat(permits.take(List.of(new Wish(RATE, 1)), 1_010)).isZero();

    // When
    permits.giveBack(BOTH);

    // Then
    assertThat(permits.take(BOTH, 1_010)).isZero();
  }

  @Test
  void shouldCountWhatWentOnElsewhereUntilItIsOverOrAdoptedAgain() {
    // Given
    var wish = List.of(new Wish(COUNT, 1));
    permits.adopt(wish, 0);
    permits.adopt(wish, 0);

    // When
    permits.leave(wish, 10);
    permits.leave(wish, 10);

    // Then
    assertThat(permits.used("count")).isEqualTo(2);

    // When
    permits.adopt(wish, 20);

    // Then: it is the same one
    assertThat(permits.used("count")).isEqualTo(2);

    // When
    permits.giveBack(wish);
    permits.asks(10 + COUNT.keptMs());

    // Then
    assertThat(permits.used("count")).isZero();
  }

  @Test
  void shouldLetTheBurstGoAtOnceAndThenTheRate() {
    // Given: nobody wanted anything for a while
    var one = List.of(new Wish(RATE, 1));
    permits.take(one, 0);
    exchange(1, 20);

    // When
    int taken = 0;
    while (permits.take(one, 20) == 0) {
      taken++;
    }

    // Then
    assertThat(taken).isEqualTo(20);
    assertThat(permits.take(one, 20)).isEqualTo(10);
    assertThat(permits.take(one, 30)).isZero();
  }

  @Test
  void shouldCountALeaseFromTheQuestion() {
    // Given: the answer is long on its way
    permits.take(BOTH, 0);
    exchange(1, 900);

    // Then
    assertThat(permits.take(BOTH, 1_000)).isZero();
    assertThat(permits.take(BOTH, 1_001)).isPositive();

    // When: another is too late
    var asks = permits.asks(1_100);
    asks.forEach(ask -> lessor.hear(0, ask, 1_110));
    var late = lessor.leases(1_110);
    late.forEach(lease -> permits.apply(lease, 2_100));

    // Then
    assertThat(late).isNotEmpty();
    assertThat(permits.take(BOTH, 2_100)).isPositive();
  }

  @Test
  void shouldKeepWhatIsTakenOfACountWhenTheLeaseEnds() {
    // Given
    permits.take(BOTH, 0);
    exchange(1, 2);
    assertThat(permits.take(BOTH, 3)).isZero();

    // When
    assertThat(permits.take(BOTH, 5_000)).isPositive();

    // Then
    assertThat(permits.used("count")).isOne();
    assertThat(permits.asks(5_001))
        .filteredOn(ask -> ask.limit() instanceof Count)
        .singleElement()
        .matches(ask -> ask.used() == 1 && ask.goesBy() == 0);
  }

  @Test
  void shouldAdoptMoreThanThereIsAndTakeNothingThen() {
    // Given
    permits.adopt(List.of(new Wish(COUNT, 7)), 0);
    exchange(1, 2);

    // When
    var one = List.of(new Wish(COUNT, 1));
    assertThat(permits.take(one, 3)).isPositive();
    permits.giveBack("count", 3);

    // Then
    assertThat(permits.take(one, 300)).isZero();
    assertThat(permits.take(one, 300)).isPositive();
  }

  @Test
  void shouldGiveUpWhatNobodyWantsAndForgetIt() {
    // Given
    permits.take(BOTH, 0);
    exchange(1, 2);
    permits.take(BOTH, 3);
    permits.giveBack(BOTH);

    // When
    var last = permits.asks(600);

    // Then
    assertThat(last).hasSize(2).allMatch(ask -> ask.wanted() == 0);
    assertThat(last).filteredOn(ask -> ask.limit() == RATE).allMatch(ask -> ask.returned() >= 19);
    last.forEach(ask -> lessor.hear(0, ask, 610));
    assertThat(lessor.leases(610)).isEmpty();
    permits.asks(20_000);
    assertThat(permits.limits()).isZero();
    lessor.leases(20_000);
    assertThat(lessor.limits()).isZero();
  }

  @Test
  void shouldGoByTheHighestVersionOfALimit() {
    // Given
    permits.take(List.of(new Wish(COUNT, 1)), 0);
    exchange(1, 2);

    // When
    var none = List.of(new Wish(new Count("count", 0, 1_000, 2), 1));
    assertThat(permits.take(none, 3)).isEqualTo(Permits.NEVER_MS);
    exchange(204, 205);

    // Then
    assertThat(permits.take(List.of(new Wish(COUNT, 1)), 206)).isEqualTo(Permits.NEVER_MS);
    assertThat(permits.take(List.of(new Wish(RATE, 21)), 206)).isEqualTo(Permits.NEVER_MS);
  }

  @Test
  void shouldNotAnswerWhatAnotherOwnerMayHaveAnswered() {
    // Given: an owner that was given up reads on, and a new one has claimed the partition
    var next = new Lessor("next", 1_000_000);
    var claim = next.assigned(0, 0);
    permits.take(BOTH, 0);
    var before = permits.asks(1);

    // When
    before.forEach(ask -> lessor.hear(0, ask, 10));
    lessor.hear(claim, 11);
    next.hear(claim, 11);
    permits.take(BOTH, 400);
    for (var ask : permits.asks(401)) {
      lessor.hear(0, ask, 410);
      next.hear(0, ask, 410);
    }

    // Then
    assertThat(lessor.leases(410)).isEmpty();
    assertThat(next.leases(1_010)).isEmpty();
    assertThat(next.leases(1_011)).hasSize(2);
    assertThat(lessor.claims(2_000)).isEmpty();
    assertThat(lessor.claims(3_011)).hasSize(1);
  }
}

package milena.standalone.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReckoningTest {

  private static final long NOW = Duration.ofDays(1000).toMillis();
  private static final long GRACE = Duration.ofMinutes(10).toMillis();

  @Test
  void shouldMissWhatIsFoundNowhere() {
    // When
    var account = account(Fact.accepted("A.0"));

    // Then
    assertThat(account.balances()).isFalse();
    assertThat(account.unaccounted()).isEqualTo(1);
    assertThat(account.faults()).containsExactly("A.0 is found nowhere");
  }

  @Test
  void shouldMissWhatIsOverdueByMoreThanTenMinutes() {
    // When
    var justInTime = account(Fact.accepted("A.0"), Fact.waits("A.0", "retry", NOW - GRACE));
    var overdue = account(Fact.accepted("A.0"), Fact.waits("A.0", "retry", NOW - GRACE - 1));

    // Then
    assertThat(justInTime.waiting()).containsOnlyKeys("retry").containsValue(1L);
    assertThat(justInTime.balances()).isTrue();
    assertThat(overdue.waitingInAll()).isZero();
    assertThat(overdue.faults()).containsExactly("A.0 waits (retry) and is overdue");
  }

  @Test
  void shouldCountEveryEndingAndReportTwoOfThem() {
    // When
    var account =
        account(
            Fact.accepted("A.0"),
            Fact.ended("A.0", "delivered", 1),
            Fact.ended("A.0", "delivered", 1),
            Fact.accepted("B.0"),
            Fact.ended("B.0", "delivered", 2));

    // Then
    assertThat(account.doubled()).isEqualTo(1);
    assertThat(account.balances()).isFalse();
    assertThat(account.faults()).containsExactly("A.0 has 2 endings");
    assertThat(account.ended("delivered")).isEqualTo(2);
    assertThat(account.deferredThenDelivered()).isEqualTo(1);
    assertThat(account.endings()).containsKeys("bounced", "expired", "suppressed", "rejected");
  }

  @Test
  void shouldMissTheDispatchThatAnOutstandingOneWaitsFor() {
    // Given
    var outstanding = Fact.outstanding("A.0", "outstanding", NOW, 2);

    // When
    var none = account(Fact.accepted("A.0"), outstanding);
    var older = account(Fact.accepted("A.0"), outstanding, Fact.dispatched("A.0", 1));
    var there = account(Fact.accepted("A.0"), outstanding, Fact.dispatched("A.0", 2));

    // Then
    assertThat(none.faults())
        .containsExactly("A.0 waits for the result of a dispatch that is not there");
    assertThat(older.unaccounted()).isEqualTo(1);
    assertThat(there.balances()).isTrue();
    assertThat(there.waiting()).containsEntry("outstanding", 1L);
  }

  @Test
  void shouldLetAnEndingOutweighHavingWaited() {
    // When
    var account =
        account(
            Fact.accepted("A.0"),
            Fact.waits("A.0", "router", 0),
            Fact.waits("A.0", "retry", 0),
            Fact.ended("A.0", "expired", 4));

    // Then
    assertThat(account.balances()).isTrue();
    assertThat(account.waitingInAll()).isZero();
    assertThat(account.ended("expired")).isEqualTo(1);
  }

  @Test
  void shouldGoByTheLastPlaceInWhichOneWasMet() {
    // When
    var account =
        account(
            Fact.accepted("A.0"),
            Fact.waits("A.0", "router", 0),
            Fact.waits("A.0", "retry", NOW + 1));

    // Then
    assertThat(account.waiting()).containsOnlyKeys("retry");
    assertThat(account.balances()).isTrue();
  }

  @Test
  void shouldLeaveOutWhatWasNotAcceptedInTheRange() {
    // When
    var account = account(Fact.ended("OLD.0", "delivered", 1), Fact.waits("OLD.1", "retry", 0));

    // Then
    assertThat(account.accepted()).isZero();
    assertThat(account.balances()).isTrue();
  }

  @Test
  void shouldLeaveOutTheRepeatOfWhatEndedBeforeTheRange() {
    // Given
    var maybe = Fact.acceptedOrRepeated("A.0");

    // When
    var repeat = account(maybe, maybe);
    var ended = account(maybe, maybe, Fact.told("A.0"), Fact.ended("A.0", "delivered", 1));
    var twice =
        account(
            maybe,
            maybe,
            Fact.told("A.0"),
            Fact.ended("A.0", "delivered", 1),
            Fact.ended("A.0", "delivered", 1));
    var lost = account(maybe, Fact.told("A.0"));
    var waits = account(maybe, Fact.waits("A.0", "retry", NOW));

    // Then
    assertThat(repeat.accepted()).isZero();
    assertThat(repeat.balances()).isTrue();
    assertThat(ended.accepted()).isEqualTo(1);
    assertThat(ended.balances()).isTrue();
    assertThat(twice.doubled()).isEqualTo(1);
    assertThat(lost.unaccounted()).isEqualTo(1);
    assertThat(waits.waitingInAll()).isEqualTo(1);
  }

  @Test
  void shouldKeepAThousandFaultsAndCountTheRest() {
    // When
    var facts =
        IntStream.range(0, 1_500).mapToObj(i -> Fact.accepted("A." + i)).toArray(Fact[]::new);
    var account = account(facts);

    // Then
    assertThat(account.faults()).hasSize(1_000);
    assertThat(account.unaccounted()).isEqualTo(1_500);
  }

  @Property
  void shouldPutEachSubmissionInExactlyOnePlace(
      @ForAll @IntRange(max = 60) int ended,
      @ForAll @IntRange(max = 60) int waiting,
      @ForAll @IntRange(max = 60) int lost) {
    // Given
    var facts = new ArrayList<Fact>();
    IntStream.range(0, ended + waiting + lost).forEach(i -> facts.add(Fact.accepted("M." + i)));
    IntStream.range(0, ended + waiting).forEach(i -> facts.add(Fact.waits("M." + i, "retry", NOW)));
    IntStream.range(0, ended).forEach(i -> facts.add(Fact.ended("M." + i, "bounced", 1)));

    // When
    var account = account(facts.toArray(Fact[]::new));

    // Then
    assertThat(account.accepted()).isEqualTo(ended + waiting + lost);
    assertThat(account.ended("bounced")).isEqualTo(ended);
    assertThat(account.waitingInAll()).isEqualTo(waiting);
    assertThat(account.unaccounted()).isEqualTo(lost);
  }

  private static Account account(Fact... facts) {
    var reckoning = new Reckoning(NOW);
    reckoning.take(List.of(facts));
    return reckoning.account();
  }
}

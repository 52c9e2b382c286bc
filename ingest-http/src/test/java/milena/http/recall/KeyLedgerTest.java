package milena.http.recall;

import static org.assertj.core.api.Assertions.assertThat;

import milena.http.recall.KeyLedger.Entry;
import org.junit.jupiter.api.Test;

class KeyLedgerTest {

  private static final long LEASE = KeyLedger.LEASE.toMillis();
  private static final long DAY = KeyLedger.KEPT.toMillis();

  private final KeyLedger ledger = new KeyLedger(2);

  private static Entry started(String owner, long at) {
    return new Entry("hash", owner, false, at, at);
  }

  private static Entry done(String owner, long at) {
    return new Entry("hash", owner, true, at, at);
  }

  @Test
  void shouldGiveAKeyToWhoWasFirst() {
    // When
    ledger.started("k", started("a", 1));
    ledger.started("k", started("b", 2));

    // Then
    assertThat(ledger.look("k", 3)).isEqualTo(started("a", 1));
    assertThat(ledger.look("other", 3)).isNull();
  }

  @Test
  void shouldGiveItToAnotherOnlyAfterTheLease() {
    // Given
    ledger.started("k", started("a", 1));
    ledger.started("k", started("a", 1 + LEASE));

    // When
    ledger.started("k", started("b", 2 + LEASE));

    // Then
    assertThat(ledger.look("k", 2 + LEASE)).isEqualTo(started("a", 1 + LEASE));
    assertThat(ledger.look("k", 2 + 2 * LEASE)).isNull();
    ledger.started("k", started("c", 3 + 2 * LEASE));
    assertThat(ledger.look("k", 3 + 2 * LEASE)).isEqualTo(started("c", 3 + 2 * LEASE));
  }

  @Test
  void shouldKeepAnAnswerForADay() {
    // Given
    ledger.started("k", started("a", 1));
    ledger.done("k", done("a", 2));

    // When
    ledger.started("k", started("b", 3 + LEASE));

    // Then
    assertThat(ledger.look("k", 2 + DAY)).isEqualTo(done("a", 2));
    assertThat(ledger.look("k", 3 + DAY)).isNull();
  }

  @Test
  void shouldTakeAnAnswerOfWhoWasTakenForLost() {
    // Given
    ledger.started("k", started("a", 1));
    ledger.started("k", started("b", 2 + LEASE));

    // When
    ledger.done("k", done("a", 3 + LEASE));

    // Then
    assertThat(ledger.look("k", 4 + LEASE)).isEqualTo(done("a", 3 + LEASE));
    ledger.gone("k");
    assertThat(ledger.look("k", 5 + LEASE)).isNull();
  }

  @Test
  void shouldBeBounded() {
    // When
    ledger.done("a", done("x", 1));
    ledger.done("b", done("x", 2));

    // Then
    assertThat(ledger.hasRoom(3)).isFalse();
    assertThat(ledger.hasRoom(2 + DAY)).isTrue();
    assertThat(ledger.size()).isOne();
  }
}

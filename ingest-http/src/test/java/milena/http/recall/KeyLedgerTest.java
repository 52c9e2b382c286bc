package milena.http.recall;

import static org.assertj.core.api.Assertions.assertThat;

import milena.http.recall.KeyLedger.Entry;
import milena.http.recall.KeyLedger.Room;
import org.junit.jupiter.api.Test;

class KeyLedgerTest {

  private static final long LEASE = KeyLedger.LEASE.toMillis();
  private static final long DAY = KeyLedger.KEPT.toMillis();

  private final KeyLedger ledger = new KeyLedger(4);

  private static Entry started(String owner, long at) {
    return new Entry("hash", owner, false, at, at);
  }

  private static Entry done(String owner, long at) {
    return new Entry("hash", owner, true, at, at);
  }

  @Test
  void shouldGiveAKeyToWhoWasFirst() {
    // When
    ledger.started("k", "shop", started("a", 1));
    ledger.started("k", "shop", started("b", 2));

    // Then
    assertThat(ledger.look("k", 3)).isEqualTo(started("a", 1));
    assertThat(ledger.look("other", 3)).isNull();
  }

  @Test
  void shouldGiveItToAnotherOnlyAfterTheLease() {
    // Given
    ledger.started("k", "shop", started("a", 1));
    ledger.started("k", "shop", started("a", 1 + LEASE));

    // When
    ledger.started("k", "shop", started("b", 2 + LEASE));

    // Then
    assertThat(ledger.look("k", 2 + LEASE)).isEqualTo(started("a", 1 + LEASE));
    assertThat(ledger.look("k", 2 + 2 * LEASE)).isNull();
    ledger.started("k", "shop", started("c", 3 + 2 * LEASE));
    assertThat(ledger.look("k", 3 + 2 * LEASE)).isEqualTo(started("c", 3 + 2 * LEASE));
  }

  @Test
  void shouldKeepAnAnswerForADay() {
    // Given
    ledger.started("k", "shop", started("a", 1));
    ledger.done("k", "shop", done("a", 2));

    // When
    ledger.started("k", "shop", started("b", 3 + LEASE));

    // Then
    assertThat(ledger.look("k", 2 + DAY)).isEqualTo(done("a", 2));
    assertThat(ledger.look("k", 3 + DAY)).isNull();
  }

  @Test
  void shouldTakeAnAnswerOfWhoWasTakenForLost() {
    // Given
    ledger.started("k", "shop", started("a", 1));
    ledger.started("k", "shop", started("b", 2 + LEASE));

    // When
    ledger.done("k", "shop", done("a", 3 + LEASE));

    // Then
    assertThat(ledger.look("k", 4 + LEASE)).isEqualTo(done("a", 3 + LEASE));
    ledger.gone("k");
    assertThat(ledger.look("k", 5 + LEASE)).isNull();
  }

  @Test
  void shouldBeBounded() {
    // When
    ledger.done("a", "shop", done("x", 1));
    ledger.done("b", "club", done("x", 2));
    ledger.done("c", "bank", done("x", 3));
    ledger.done("d", "firm", done("x", 4));

    // Then
    assertThat(ledger.roomFor("new", 5)).isEqualTo(Room.FULL);
    assertThat(ledger.roomFor("new", 2 + DAY)).isEqualTo(Room.FREE);
    assertThat(ledger.size()).isEqualTo(3);
  }

  @Test
  void shouldLeaveRoomForOthersBesideATenantOfManyKeys() {
    // When
    ledger.done("a", "shop", done("x", 1));
    assertThat(ledger.roomFor("shop", 2)).isEqualTo(Room.FREE);
    ledger.started("b", "shop", started("x", 2));

    // Then
    assertThat(ledger.roomFor("shop", 3)).isEqualTo(Room.TENANT_HAS_ENOUGH);
    assertThat(ledger.roomFor("club", 3)).isEqualTo(Room.FREE);
  }

  @Test
  void shouldCountAKeyOnceUntilItIsGone() {
    // Given
    ledger.started("a", "shop", started("x", 1));
    ledger.started("a", "shop", started("x", 2));
    ledger.done("a", "shop", done("x", 3));
    ledger.started("b", "shop", started("x", 4));

    // When
    ledger.gone("b");
    ledger.gone("b");

    // Then
    assertThat(ledger.roomFor("shop", 5)).isEqualTo(Room.FREE);
    ledger.started("b", "shop", started("x", 6));
    assertThat(ledger.roomFor("shop", 7)).isEqualTo(Room.TENANT_HAS_ENOUGH);
    assertThat(ledger.roomFor("shop", 4 + DAY)).isEqualTo(Room.FREE);
  }
}

package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final int MOST = 64;

  private final Window window = new Window(MOST);

  private void dispatch(int count) {
    for (int i = 0; i < count; i++) {
      window.dispatched("t");
    }
  }

  @Test
  void shouldCloseOnceForAllThatALostConnectionHad() {
    // Given
    dispatch(MOST);

    // When
    for (int i = 0; i < MOST; i++) {
      window.noted("t", Outcome.DEFERRED, "connection", 100, 200);
    }

    // Then
    assertThat(window.size()).isEqualTo(MOST / 2);
    assertThat(window.outstanding()).isZero();
  }

  @Test
  void shouldCloseFurtherWhenWhatWasGivenSinceFailsToo() {
    // Given
    dispatch(3);
    window.noted("t", Outcome.DEFERRED, "site", 100, 200);

    // When
    window.noted("t", Outcome.DEFERRED, "site", 201, 300);
    window.noted("t", Outcome.DEFERRED, "site", 301, 400);

    // Then
    assertThat(window.size()).isEqualTo(MOST / 8);
  }

  @Test
  void shouldCloseWhenTheWorkerHadNoConnectionForWhatItWasGiven() {
    // Given
    dispatch(MOST + 1);

    // When
    for (int i = 0; i < MOST; i++) {
      window.noted("t", Outcome.NOT_TRIED, "path", 100, 60_100);
    }
    window.noted("t", Outcome.NOT_TRIED, "path", 60_100, 120_100);

    // Then
    assertThat(window.size()).isEqualTo(MOST / 4);
    assertThat(window.outstanding()).isZero();
  }

  @Test
  void shouldOpenAgainByQuickAnswersAndNotByWhatSaysNothing() {
    // Given
    dispatch(4);
    window.noted("t", Outcome.DEFERRED, "site", 100, 200);

    // When
    window.noted("t", Outcome.DELIVERED, "", 300, 400);
    window.noted("t", Outcome.NOT_TRIED, "", 300, 400);
    window.noted("t", Outcome.DELIVERED, "", 300, 300 + 60_000);

    // Then
    assertThat(window.size()).isEqualTo(MOST / 2);
  }

  @Test
  void shouldLetThoseWhoHaveNothingHereGoALittleBeyond() {
    // Given
    dispatch(MOST);

    // Then
    assertThat(window.openFor("t")).isFalse();
    for (int i = 0; i < MOST / 4; i++) {
      assertThat(window.openFor("other" + i)).isTrue();
      window.dispatched("other" + i);
      assertThat(window.openFor("other" + i)).isFalse();
    }
    assertThat(window.openFor("late")).isFalse();

    // When
    window.returned("other0");

    // Then
    assertThat(window.openFor("late")).isTrue();
    assertThat(window.openFor("other0")).isTrue();
    assertThat(window.openFor("t")).isFalse();
  }

  @Test
  void shouldOpenFromTheLeastByOneAfterTheOther() {
    // Given
    var least = new Window(MOST, 1);

    // When
    for (int i = 0; i < 4; i++) {
      least.dispatched("t");
      least.noted("t", Outcome.DELIVERED, "", 100, 200);
    }

    // Then
    assertThat(least.size()).isEqualTo(5);
  }

  @Test
  void shouldOpenByManyWhoHaveOneEach() {
    // Given
    var small = new Window(MOST, 4);
    List.of("a", "b", "c", "d").forEach(small::dispatched);

    // When
    small.noted("a", Outcome.DELIVERED, "", 100, 200);

    // Then
    assertThat(small.size()).isEqualTo(5);
  }

  @Test
  void shouldNotOpenForOneWhoFillsItByQuickAnswersToOthers() {
    // Given
    var full = new Window(MOST, 4);
    List.of("much", "much", "much", "much", "little").forEach(full::dispatched);

    // When
    full.noted("little", Outcome.DELIVERED, "", 100, 200);

    // Then
    assertThat(full.size()).isEqualTo(4);
  }
}

package milena.router.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakesTest {

  @Test
  void shouldLookAtEachOnceAtTheEarliestTimeThatWasSet() {
    // Given
    var wakes = new Wakes<String>();
    wakes.set("a", 30);
    wakes.set("b", 20);
    wakes.set("a", 10);
    wakes.set("a", 40);
    wakes.set("never", Long.MAX_VALUE);
    // Then
    assertThat(wakes.nextAt()).isEqualTo(10);
    assertThat(wakes.due(9)).isNull();
    assertThat(wakes.due(50)).isEqualTo("a");
    assertThat(wakes.due(50)).isEqualTo("b");
    assertThat(wakes.due(50)).isNull();
    assertThat(wakes.nextAt()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldHaveTwoOfOneTime() {
    // Given
    var wakes = new Wakes<String>();
    wakes.set("a", 10);
    wakes.set("b", 10);
    // Then
    assertThat(wakes.due(10)).isEqualTo("a");
    assertThat(wakes.due(10)).isEqualTo("b");
  }

  @Test
  void shouldNotGrowWithTimesThatAnEarlierOneTookThePlaceOf() {
    // Given
    var wakes = new Wakes<String>();
    // When
    for (long now = 0; now < 1_000; now++) {
      wakes.set("a", 1_000_000);
      wakes.set("a", now);
      assertThat(wakes.due(now)).isEqualTo("a");
    }
    // Then
    assertThat(wakes.size()).isZero();
  }
}

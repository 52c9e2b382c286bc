package milena.router.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelaysTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 129, 1_000, 65_535, 3_600_000, 604_800_000, 1L << 44})
  void shouldTellATimeToLessThanOneInAHundred(long ms) {
    // Given
    var delays = new Delays();

    // When
    delays.add(ms);

    // Then
    assertThat(delays.percentile(0.99)).isCloseTo(ms, withinPercentage(1.0));
  }

  @Test
  void shouldTellTheTimeThatAShareDidNotExceed() {
    // Given
    var delays = new Delays();
    for (int i = 1; i <= 100; i++) {
      delays.add(i);
    }

    // Then
    assertThat(delays.percentile(0)).isEqualTo(1);
    assertThat(delays.percentile(0.5)).isEqualTo(50);
    assertThat(delays.percentile(0.99)).isEqualTo(99);
    assertThat(delays.percentile(1)).isEqualTo(100);
    assertThat(new Delays().percentile(0.5)).isEqualTo(-1);
  }
}

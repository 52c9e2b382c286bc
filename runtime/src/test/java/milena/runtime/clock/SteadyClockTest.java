package milena.runtime.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock that mail is timed by. */
class SteadyClockTest {

  @ParameterizedTest
  @ValueSource(longs = {3_600, -3_600})
  void shouldNotFollowAStepOfTheMachinesClockButTellOfIt(long step) {
    // Given
    var wall = new AtomicLong(1_000_000);
    var nanos = new AtomicLong(-5);
    var clock = new SteadyClock(wall::get, nanos::get);

    // When
    wall.addAndGet(250 + step * 1_000);
    nanos.addAndGet(Duration.ofMillis(250).toNanos());

    // Then
    assertThat(clock.millis()).isEqualTo(1_000_250);
    assertThat(clock.driftSeconds()).isEqualTo((double) step);
  }
}

package milena.runtime.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SteadyTimeTest {

  @Test
  void shouldBeWhatKafkaGoesBy() {
    assertThat(SteadyTime.rulesKafka()).isTrue();
  }

  @Test
  void shouldBeTheTimeOfTheProcess() {
    // When
    long before = SteadyClock.ofThisProcess().millis();
    long told = Time.SYSTEM.milliseconds();

    // Then
    assertThat(told).isBetween(before, SteadyClock.ofThisProcess().millis());
  }

  @Test
  void shouldWaitUntilTheConditionHolds() throws Exception {
    // Given
    var watched = new Object();
    var holds = new AtomicBoolean();
    var other =
        CompletableFuture.runAsync(
            () -> {
              synchronized (watched) {
                holds.set(true);
                watched.notifyAll();
              }
            });

    // When
    Time.SYSTEM.waitObject(watched, holds::get, Time.SYSTEM.milliseconds() + 10_000);

    // Then
    assertThat(holds).isTrue();
    other.join();
  }

  @Test
  void shouldWaitForNoConditionForEver() {
    assertThatThrownBy(
            () ->
                Time.SYSTEM.waitObject(new Object(), () -> false, Time.SYSTEM.milliseconds() + 20))
        .isInstanceOf(TimeoutException.class);
  }
}

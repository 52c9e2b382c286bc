package milena.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofHours(1);

  private final List<String> failures = new CopyOnWriteArrayList<>();

  private Loop loop(Duration pause, Loop.Work work) {
    return new Loop("test", pause, work, failure -> failures.add(failure.getMessage()));
  }

  @Test
  void shouldBeginAnewAfterEachFailure() throws Exception {
    // Given
    var tries = new AtomicInteger();
    var well = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    var loop =
        loop(
            Duration.ZERO,
            running -> {
              if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("try " + tries);
              }
              running.wokenBy(done::countDown);
              well.countDown();
              done.await();
            });
    // When
    loop.start();
    well.await();
    // Then
    assertThat(failures).containsExactly("try 1", "try 2");
    assertThat(loop.stop(PATIENCE)).isTrue();
    assertThat(tries).hasValue(3);
  }

  @Test
  void shouldWakeWhatWaitsWhenItStops() throws Exception {
    // Given
    var waits = new CountDownLatch(1);
    var woken = new CountDownLatch(1);
    var loop =
        loop(
            LONG,
            running -> {
              running.wokenBy(woken::countDown);
              waits.countDown();
              woken.await();
              throw new IllegalStateException("woken");
            });
    loop.start();
    waits.await();
    // When
    boolean stopped = loop.stop(PATIENCE);
    // Then
    assertThat(stopped).isTrue();
    assertThat(failures).isEmpty();
  }

  @Test
  void shouldWakeWhatBeginsToWaitAfterTheStop() throws Exception {
    // Given
    var begun = new CountDownLatch(1);
    var woken = new CountDownLatch(1);
    var loop =
        loop(
            LONG,
            running -> {
              begun.countDown();
              while (!running.isStopping()) {
                Thread.onSpinWait();
              }
              running.wokenBy(woken::countDown);
              woken.await();
            });
    loop.start();
    begun.await();
    // When
    boolean stopped = loop.stop(PATIENCE);
    // Then
    assertThat(stopped).isTrue();
  }

  @Test
  void shouldNotPauseOnceItIsToStop() throws Exception {
    // Given
    var failed = new CountDownLatch(1);
    var loop =
        new Loop(
            "test",
            LONG,
            running -> {
              throw new IllegalStateException("broken");
            },
            failure -> failed.countDown());
    loop.start();
    failed.await();
    // When
    boolean stopped = loop.stop(PATIENCE);
    // Then
    assertThat(stopped).isTrue();
  }

  @Test
  void shouldHaveStoppedWhatNeverStarted() throws Exception {
    assertThat(loop(LONG, running -> {}).stop(PATIENCE)).isTrue();
  }

  @Test
  void shouldSayThatItDidNotStopInTime() throws Exception {
    // Given
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var loop =
        loop(
            LONG,
            running -> {
              begun.countDown();
              end.await();
            });
    loop.start();
    begun.await();
    // When
    boolean stopped = loop.stop(Duration.ofMillis(1));
    // Then
    assertThat(stopped).isFalse();
    end.countDown();
    assertThat(loop.stop(PATIENCE)).isTrue();
  }
}

package milena.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FaultsTest {

  private final Faults faults = new Faults();

  @Test
  void shouldEndWorkThatWaitsForWhatWillNeverCome() throws InterruptedException {
    // Given
    var begun = new CountDownLatch(1);
    var failing =
        CompletableFuture.runAsync(
            () -> {
              await(begun);
              faults.report("router", new IllegalStateException("its store is gone"));
            });

    // When, then
    assertThatThrownBy(
            () ->
                faults.watch(
                    () -> {
                      begun.countDown();
                      new CountDownLatch(1).await();
                      return "never";
                    }))
        .isInstanceOf(BrokeDown.class)
        .hasMessage("router: its store is gone");
    failing.join();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void shouldEndWorkThatBeginsAfterTheFault() {
    // Given
    faults.report("router", new IllegalStateException("its store is gone"));

    // When, then
    assertThatThrownBy(
            () ->
                faults.watch(
                    () -> {
                      new CountDownLatch(1).await();
                      return "never";
                    }))
        .isInstanceOf(BrokeDown.class);
  }

  @Test
  void shouldReturnWhatWasDoneAndInterruptNobodyAfterwards() throws Exception {
    // When
    var done = faults.watch(() -> "done");
    faults.report("router", new IllegalStateException("its store is gone"));

    // Then
    assertThat(done).isEqualTo("done");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}

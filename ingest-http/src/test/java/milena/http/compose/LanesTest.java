package milena.http.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import milena.http.request.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LanesTest {

  private static final Duration NONE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Lanes lanes = new Lanes(4);
  private final CountDownLatch free = new CountDownLatch(1);

  @AfterEach
  void stop() {
    free.countDown();
    lanes.close();
  }

  private CompletableFuture<Void> occupy(String tenant) {
    var begun = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                lanes.run(
                    tenant,
                    LONG,
                    () -> {
                      begun.complete(null);
                      // As a template that only calculates would, it gives way to nothing.
                      while (free.getCount() > 0) {
                        Thread.onSpinWait();
                      }
                      return "";
                    });
              } catch (Exception failed) {
                begun.completeExceptionally(failed);
              }
            });
    return begun;
  }

  @Test
  void shouldLeaveOthersTheirPart() throws Exception {
    // Given
    occupy("busy").join();
    occupy("busy").join();

    // Then
    assertThat(lanes.run("busy", NONE, () -> "done")).isEmpty();
    assertThat(lanes.run("other", LONG, () -> "done")).contains("done");
    assertThat(lanes.run("other", LONG, () -> "again")).contains("again");
  }

  @Test
  void shouldLetVirtualThreadsGoOn() throws Exception {
    // Given
    occupy("busy").join();
    occupy("busy").join();
    occupy("other").join();

    // When
    var passed = new CompletableFuture<Boolean>();
    Thread.ofVirtual().start(() -> passed.complete(Thread.currentThread().isVirtual()));

    // Then
    assertThat(passed.join()).isTrue();
  }

  @Test
  void shouldThrowWhatWasThrown() throws Exception {
    assertThatThrownBy(
            () ->
                lanes.run(
                    "a",
                    LONG,
                    () -> {
                      throw Refusal.of(422, "no", "");
                    }))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(
            () ->
                lanes.run(
                    "a",
                    LONG,
                    () -> {
                      throw new IllegalStateException("unplanned");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(lanes.run("a", NONE, () -> "and its place is free")).isPresent();

    lanes.close();
    assertThatThrownBy(() -> lanes.run("a", LONG, () -> "late")).isInstanceOf(IOException.class);
  }
}

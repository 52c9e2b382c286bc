package milena.mail.route.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import milena.mail.route.VirtualClock;
import milena.mail.route.dns.AskOnce.Kept;
import org.junit.jupiter.api.Test;

class AskOnceTest {

  private final CompletableFuture<Kept<String>> source = new CompletableFuture<>();
  private final AskOnce<String, String> questions =
      new AskOnce<>(
          (key, last) -> source,
          new AskOnce.Memory<>(10, answer -> 1),
          new VirtualClock(),
          Runnable::run,
          "closed");

  @Test
  void shouldNotLetOneCallerChangeAnothersAnswer() {
    // Given
    var first = questions.get("a");
    var second = questions.get("a");
    var third = questions.get("a");

    // When
    first.complete("forged");
    second.cancel(true);
    source.complete(new Kept<>("told", Duration.ofSeconds(1)));

    // Then
    assertThat(third).isCompletedWithValue("told");
    assertThat(questions.get("a")).isCompletedWithValue("told");
    assertThat(questions.underWay()).isZero();
  }

  @Test
  void shouldNotRememberWhatFails() {
    var answer = questions.get("a");

    source.completeExceptionally(new IllegalStateException("unplanned"));

    assertThat(answer).isCompletedExceptionally();
    assertThat(questions.known("a")).isEmpty();
    assertThat(questions.underWay()).isZero();
  }

  @Test
  void shouldAnswerWhatIsUnderWayWhenClosed() {
    var answer = questions.get("a");

    questions.close();

    assertThat(answer).isCompletedWithValue("closed");
    assertThat(questions.get("b")).isCompletedWithValue("closed");
  }
}

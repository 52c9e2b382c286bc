package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import milena.delivery.outcome.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first connection reads a second message ahead, and its server is silent after the first. */
class ReadAheadTest {

  private static final String DOMAIN = "example.com";

  private final CompletableFuture<String> release = new CompletableFuture<>();
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    server.answering(
        (visit, line) ->
            line.equals(".") && visit.number() == 0
                ? Optional.of(release.join())
                : Optional.empty());
  }

  @AfterEach
  void stop() {
    release.complete("250 ok");
    server.close();
  }

  private SmtpLanes lanes(int connections) {
    return SmtpLanesTest.lanes(
        TestDirectory.relaying(DOMAIN, server.port()),
        SmtpLanesTest.config().withLimits(new SiteLimits(connections, 100, 100)));
  }

  @Test
  void shouldCarryWhatWasReadAheadOnAnotherConnection() {
    try (var lanes = lanes(2)) {
      // Given
      var first = TestConsignment.to(DOMAIN);
      var second = TestConsignment.to(DOMAIN);

      // When
      lanes.offer(List.of(first, second));

      // Then
      assertThat(second.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(first.isFinished()).isFalse();
      assertThat(server.visits()).hasSize(2);
      assertThat(lanes.waiting()).isZero();
    }
  }

  @Test
  void shouldEndWhatWasReadAheadWhenItIsNoLongerValid() {
    try (var lanes = lanes(1)) {
      // Given
      var first = TestConsignment.to(DOMAIN);
      var second = TestConsignment.to(DOMAIN).validUntil(System.currentTimeMillis() + 1_500);

      // When
      lanes.offer(List.of(first, second));

      // Then
      assertThat(second.outcome().verdict()).isInstanceOf(Verdict.NotTried.class);
      assertThat(first.isFinished()).isFalse();
      assertThat(lanes.waiting()).isZero();
    }
  }
}

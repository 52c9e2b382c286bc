package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import milena.delivery.outcome.Verdict;
import milena.mail.route.MxHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server says more than it was asked, in one go with its answer. */
class OutOfStepTest {

  private static final String DOMAIN = "example.com";

  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer(TestServer.loopback(2), 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldNotTakeItForAnAnswerToTheNextMessage() {
    // Given
    server.answering(
        (visit, line) ->
            line.equals(".") && visit.number() == 0
                ? Optional.of("250 2.0.0 taken\r\n550 5.1.1 no such user")
                : Optional.empty());
    var directory =
        new TestDirectory()
            .exchangers(DOMAIN, new MxHost("mx.example.com", 10))
            .host("mx.example.com", "127.0.0.2");
    var config =
        SmtpLanesTest.config().withMxPort(server.port()).withLimits(new SiteLimits(1, 100, 100));
    try (var lanes = SmtpLanesTest.lanes(directory, config)) {
      var offered = List.of(TestConsignment.to(DOMAIN), TestConsignment.to(DOMAIN));

      // When
      lanes.offer(offered);

      // Then
      assertThat(offered)
          .allSatisfy(c -> assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Delivered.class));
      assertThat(server.visits())
          .extracting(visit -> visit.commands().stream().filter("DATA"::equals).count())
          .containsExactly(1L, 1L);
    }
  }

  @Test
  void shouldTryTheNextHostWhenItIsSoFromTheStart() throws IOException {
    // Given
    server.answering("EHLO", "250 test.example\r\n250 and more");
    var directory =
        new TestDirectory()
            .exchangers(
                DOMAIN, new MxHost("mx1.example.com", 10), new MxHost("mx2.example.com", 20))
            .host("mx1.example.com", "127.0.0.2")
            .host("mx2.example.com", "127.0.0.3");
    var config = SmtpLanesTest.config().withMxPort(server.port());
    try (var other = new TestServer(TestServer.loopback(3), server.port());
        var lanes = SmtpLanesTest.lanes(directory, config)) {
      var consignment = TestConsignment.to(DOMAIN);

      // When
      lanes.offer(consignment);

      // Then
      assertThat(consignment.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(other.messages()).hasSize(1);
      assertThat(server.visits().getFirst().commands()).containsExactly("EHLO milena.example");
    }
  }
}

package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTlsTest {

  private static final String DOMAIN = "example.com";

  private static SSLContext selfSigned;

  private TestServer server;

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    selfSigned = TestCertificate.of(folder, "somebody.else").server();
  }

  @BeforeEach
  void start() throws IOException {
    server = new TestServer().offering("PIPELINING", "STARTTLS").withTls(selfSigned);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AttemptOutcome attempt() {
    return attempt(SmtpLanesTest.config());
  }

  private AttemptOutcome attempt(ConnectConfig config) {
    try (var lanes = SmtpLanesTest.lanes(TestDirectory.relaying(DOMAIN, server.port()), config)) {
      var consignment = TestConsignment.to(DOMAIN);
      lanes.offer(consignment);
      return consignment.outcome();
    }
  }

  @Test
  void shouldSendOverTlsWhateverTheCertificateSays() {
    // When
    var outcome = attempt();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(outcome.hop().tlsProtocol()).isEqualTo("TLSv1.3");
    assertThat(outcome.hop().tlsCipher()).startsWith("TLS_");
    assertThat(server.onlyMessage()).isEqualTo(TestConsignment.TEXT);
    assertThat(server.visits().getFirst().commands())
        .startsWith("EHLO milena.example", "STARTTLS", "EHLO milena.example");
  }

  @Test
  void shouldForgetWhatWasOfferedInTheClear() {
    // Given
    server.answering(
        (visit, line) ->
            TestServer.matches(line, "EHLO") && visit.commands().size() > 1
                ? Optional.of("250-test.example\r\n250 SIZE 5")
                : Optional.empty());

    // When
    var outcome = attempt();

    // Then
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("5.3.4");
  }

  @Test
  void shouldNotTakeWhatWasInjectedBeforeTheHandshakeForAnAnswer() {
    // Given
    server.answering("STARTTLS", "220 go\r\n250-injected\r\n250 SIZE 5");

    // When
    var outcome = attempt();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(outcome.hop().tlsProtocol()).isEqualTo("TLSv1.3");
  }

  @Test
  void shouldSendInTheClearOnANewConnectionWhenTheHandshakeFails() {
    // Given
    server.withTls(null);

    // When
    var impatient = SmtpLanesTest.timeouts(Duration.ofSeconds(1));
    var outcome = attempt(SmtpLanesTest.config().withTimeouts(impatient));

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(outcome.hop().tlsProtocol()).isEmpty();
    assertThat(server.visits()).hasSize(2);
    assertThat(server.visits().getLast().commands()).doesNotContain("STARTTLS");
  }

  @Test
  void shouldSendInTheClearWhenStartTlsIsRefusedOrHangsUp() {
    for (var answer : new String[] {"454 4.7.0 no TLS today", TestServer.HANG_UP}) {
      // Given
      server.answering("STARTTLS", answer);

      // When
      var outcome = attempt();

      // Then
      assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(outcome.hop().tlsProtocol()).isEmpty();
    }
  }

  @Test
  void shouldNotUseTlsWhenToldNotTo() {
    // When
    var outcome =
        attempt(SmtpLanesTest.config().withManners(new ConnectConfig.Manners(false, true)));

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(server.visits().getFirst().commands()).doesNotContain("STARTTLS");
  }
}

package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.FailureScope;
import milena.delivery.outcome.Verdict;
import milena.mail.route.MxHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that go out under verified TLS or not at all (RFC 8689), to real sockets. */
class RequireTlsTest {

  private static final String DOMAIN = "example.com";
  private static final MxHost FIRST = new MxHost("mx1.example.com", 10);
  private static final MxHost SECOND = new MxHost("mx2.example.com", 20);
  private static final String TRUST = "javax.net.ssl.trustStore";
  private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";

  private static TestCertificate trusted;
  private static TestCertificate stranger;

  private TestServer first;
  private TestServer second;

  @BeforeAll
  static void makeCertificates(@TempDir Path folder, @TempDir Path other) throws Exception {
    // This Java trusts one certificate, for the name of one of the hosts.
    trusted = TestCertificate.of(folder, SECOND.name());
    stranger = TestCertificate.of(other, SECOND.name());
    System.setProperty(TRUST, trusted.store().toString());
    System.setProperty(TRUST_PASSWORD, TestCertificate.PASSWORD);
  }

  @AfterAll
  static void trustAsBefore() {
    System.clearProperty(TRUST);
    System.clearProperty(TRUST_PASSWORD);
  }

  @BeforeEach
  void start() throws IOException {
    first = new TestServer(TestServer.loopback(2), 0);
    second = new TestServer(TestServer.loopback(3), first.port());
    second.offering("PIPELINING", "STARTTLS", "REQUIRETLS").withTls(trusted.server());
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static Letter letter(boolean requireTls) {
    var text = TestConsignment.TEXT.getBytes(StandardCharsets.ISO_8859_1);
    return new Letter(
        "a@example.org",
        "b@example.com",
        "",
        false,
        false,
        false,
        requireTls,
        new LetterBody.Whole(text));
  }

  private TestDirectory toBoth() {
    return new TestDirectory()
        .exchangers(DOMAIN, FIRST, SECOND)
        .host(FIRST.name(), "127.0.0.2")
        .host(SECOND.name(), "127.0.0.3");
  }

  private TestDirectory toSecond() {
    return new TestDirectory().exchangers(DOMAIN, SECOND).host(SECOND.name(), "127.0.0.3");
  }

  private AttemptOutcome attempt(TestDirectory directory) {
    try (var lanes =
        SmtpLanesTest.lanes(directory, SmtpLanesTest.config().withMxPort(first.port()))) {
      var consignment = TestConsignment.to(DOMAIN).carrying(letter(true));
      lanes.offer(consignment);
      return consignment.outcome();
    }
  }

  @Test
  void shouldSendUnderVerifiedTlsAndPassTheDemandOn() {
    // When
    var outcome = attempt(toSecond());

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(outcome.hop().tlsProtocol()).isEqualTo("TLSv1.3");
    assertThat(second.onlyMessage()).isEqualTo(TestConsignment.TEXT);
    assertThat(second.visits().getLast().commands())
        .contains("STARTTLS", "MAIL FROM:<a@example.org> REQUIRETLS");
  }

  @Test
  void shouldTakeTheNextHostWhenOneCannotPromiseIt() {
    // Given
    first.offering("PIPELINING", "STARTTLS", "REQUIRETLS").withTls(trusted.server());

    // When
    var outcome = attempt(toBoth());

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(outcome.hop().remoteHost()).isEqualTo(SECOND.name());
    assertThat(first.messages()).isEmpty();
    assertThat(first.visits().getLast().commands())
        .containsExactly("EHLO milena.example", "STARTTLS");
  }

  @Test
  void shouldKeepConnectionsApartFromThoseOfOtherMail() {
    // Given
    var config = SmtpLanesTest.config().withMxPort(first.port());
    try (var lanes =
        SmtpLanesTest.lanes(toSecond(), config.withLimits(new SiteLimits(1, 100, 100)))) {

      // When
      var strict = TestConsignment.to(DOMAIN).carrying(letter(true));
      var easy = TestConsignment.to(DOMAIN).carrying(letter(false));
      lanes.offer(easy);
      lanes.offer(strict);

      // Then
      assertThat(strict.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(easy.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(second.messages()).hasSize(2);
      assertThat(lanes.waiting()).isZero();
    }
  }

  @Test
  void shouldBounceWhenNoHostCanPromiseIt() {
    Consumer<TestServer> noStartTls = server -> server.offering("PIPELINING", "REQUIRETLS");
    Consumer<TestServer> noRequireTls = server -> server.offering("PIPELINING", "STARTTLS");
    Consumer<TestServer> onlyInTheClear =
        server ->
            server.answering(
                (visit, line) ->
                    TestServer.matches(line, "EHLO") && visit.commands().size() > 1
                        ? Optional.of("250-test.example\r\n250 PIPELINING")
                        : Optional.empty());
    Consumer<TestServer> untrusted = server -> server.withTls(stranger.server());
    for (var lack : java.util.List.of(noStartTls, noRequireTls, onlyInTheClear, untrusted)) {
      // Given
      second.offering("PIPELINING", "STARTTLS", "REQUIRETLS").withTls(trusted.server());
      second.answering((_, _) -> Optional.empty());
      lack.accept(second);

      // When
      var outcome = attempt(toSecond());

      // Then
      assertThat(outcome.verdict()).isInstanceOf(Verdict.Bounced.class);
      assertThat(outcome.verdict().said().enhanced()).isEqualTo("5.7.30");
      assertThat(outcome.verdict().said().text())
          .startsWith("REQUIRETLS support required: " + SECOND.name());
      assertThat(outcome.scope()).isEqualTo(FailureScope.MESSAGE);
    }
    assertThat(second.messages()).isEmpty();
    assertThat(second.visits())
        .allSatisfy(visit -> assertThat(visit.commands()).noneMatch(c -> c.startsWith("MAIL")));
  }

  @Test
  void shouldTryAgainLaterWhileOneHostMayStillPromiseIt() {
    for (var answer : new String[] {"454 4.7.0 no TLS today", TestServer.HANG_UP}) {
      // Given
      first.answering("STARTTLS", answer).offering("STARTTLS");
      second.offering("PIPELINING");

      // When
      var outcome = attempt(toBoth());

      // Then
      assertThat(outcome.verdict()).isInstanceOf(Verdict.Deferred.class);
      assertThat(outcome.scope()).isEqualTo(FailureScope.MESSAGE);
      assertThat(outcome.verdict().said().text()).contains(FIRST.name());
    }
    assertThat(first.messages()).isEmpty();
    assertThat(second.messages()).isEmpty();
  }
}

package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.Verdict;
import milena.delivery.sign.SigningKeys;
import milena.mail.address.Domain;
import milena.mail.dkim.DkimKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which form a letter reaches a server that lacks something, and under which signature. */
class LetterFormTest {

  private static final String DOMAIN = "example.com";
  private static final String EIGHT_BIT =
      """
      From: Anne <anne@mail.example.org>
      Subject: x
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      Grüße
      """
          .replace("\n", "\r\n");

  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AttemptOutcome attempt(Letter letter, SigningKeys keys) {
    var directory = TestDirectory.relaying(DOMAIN, server.port());
    try (var lanes = SmtpLanesTest.lanes(directory, SmtpLanesTest.config(), keys)) {
      var consignment = TestConsignment.to(DOMAIN).carrying(letter);
      lanes.offer(consignment);
      return consignment.outcome();
    }
  }

  private static Letter eightBit(LetterBody body) {
    return TestConsignment.letter(body, true);
  }

  private static LetterBody whole(String text) {
    return new LetterBody.Whole(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same bytes in chunks of seven, each read on another thread. */
  private static LetterBody chunked(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var chunks = (bytes.length + 6) / 7;
    return new LetterBody.Chunked(
        bytes.length,
        chunks,
        i ->
            CompletableFuture.supplyAsync(
                () -> Arrays.copyOfRange(bytes, i * 7, Math.min(bytes.length, i * 7 + 7))));
  }

  private static SigningKeys key(String domain) throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var key = (RSAPrivateKey) generator.generateKeyPair().getPrivate();
    return SigningKeys.of(List.of(new DkimKey(new Domain.Name(domain), "s1", key)));
  }

  @Test
  void shouldSendEightBitsAsTheyAreWhereTheyAreTaken() {
    // When
    attempt(eightBit(whole(EIGHT_BIT)), SigningKeys.none());

    // Then
    assertThat(server.messages().getFirst()).isEqualTo(EIGHT_BIT.getBytes(StandardCharsets.UTF_8));
    assertThat(server.visits().getFirst().commands())
        .anyMatch(c -> c.startsWith("MAIL") && c.endsWith("BODY=8BITMIME"));
  }

  @Test
  void shouldConvertToSevenBitsWhereTheyAreNot() {
    for (var body : List.of(whole(EIGHT_BIT), chunked(EIGHT_BIT))) {
      // Given
      server.close();
      start(server -> server.offering("PIPELINING", "SIZE"));

      // When
      var outcome = attempt(eightBit(body), SigningKeys.none());

      // Then
      assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(server.onlyMessage())
          .contains("Content-Transfer-Encoding: quoted-printable", "Gr=C3=BC=C3=9Fe");
      assertThat(server.visits().getFirst().commands())
          .contains("MAIL FROM:<a@example.org> SIZE=" + server.messages().getFirst().length);
    }
  }

  private void start(Consumer<TestServer> how) {
    try {
      start();
      how.accept(server);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldBounceWhatCannotBeConverted() {
    // Given
    server.offering("PIPELINING");

    // When
    var outcome = attempt(eightBit(whole("Subject: Grüße\r\n\r\nhi\r\n")), SigningKeys.none());

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Bounced.class);
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("5.6.3");
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void shouldSignWhatLeavesWithTheKeyOfItsAuthorsDomain() throws Exception {
    // Given
    server.offering("PIPELINING", "SIZE 100000");

    // When
    attempt(eightBit(whole(EIGHT_BIT)), key("example.org"));

    // Then
    assertThat(server.onlyMessage())
        .startsWith("DKIM-Signature: v=1; a=rsa-sha256;")
        .contains("d=example.org;", "\r\nFrom: Anne", "quoted-printable");
    assertThat(server.visits().getFirst().commands())
        .contains("MAIL FROM:<a@example.org> SIZE=" + server.messages().getFirst().length);
  }

  @Test
  void shouldNotSignForAnotherDomain() throws Exception {
    // When
    attempt(eightBit(whole(EIGHT_BIT)), key("ample.org"));

    // Then
    assertThat(server.onlyMessage()).startsWith("From: Anne");
  }

  @Test
  void shouldTellABodyThatVanishesWhileItIsSigned() throws Exception {
    // Given
    var header = EIGHT_BIT.getBytes(StandardCharsets.UTF_8);
    var body =
        new LetterBody.Chunked(
            2L * header.length,
            2,
            i ->
                i == 0
                    ? CompletableFuture.completedFuture(header)
                    : CompletableFuture.failedFuture(new BodyGone("chunk 1 is gone")));

    // When
    var outcome = attempt(eightBit(body), key("example.org"));

    // Then
    assertThat(outcome.verdict().said().text()).isEqualTo("chunk 1 is gone");
    assertThat(server.messages()).isEmpty();
  }
}

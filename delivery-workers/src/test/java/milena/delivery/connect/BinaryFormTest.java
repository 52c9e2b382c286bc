package milena.delivery.connect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.Verdict;
import milena.delivery.sign.SigningKeys;
import milena.mail.address.Domain;
import milena.mail.dkim.DkimKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a message of RFC 3030 reaches a server that takes it, and one that does not. */
class BinaryFormTest {

  private static final String DOMAIN = "example.com";
  private static final String HEADER =
      "From: a@example.org\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n";

  /** Whoever takes this for lines sees a second message in it. */
  private static final String OCTETS =
      String.join(
          "\r\n",
          "\u0089PNG\n.",
          "\0",
          ".",
          "MAIL FROM:<evil@example.org>",
          "RCPT TO:<c@example.com>",
          "DATA",
          "Subject: smuggled",
          "",
          "x",
          ".",
          "QUIT",
          "\r");

  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AttemptOutcome attempt(LetterBody body, SigningKeys keys) {
    var letter = new Letter("a@example.org", "b@example.com", "", false, true, true, false, body);
    var directory = TestDirectory.relaying(DOMAIN, server.port());
    try (var lanes = SmtpLanesTest.lanes(directory, SmtpLanesTest.config(), keys)) {
      var consignment = TestConsignment.to(DOMAIN).carrying(letter);
      lanes.offer(consignment);
      return consignment.outcome();
    }
  }

  private static LetterBody whole(String text) {
    return new LetterBody.Whole(text.getBytes(ISO_8859_1));
  }

  private static LetterBody chunked(String text, int step) {
    var bytes = text.getBytes(ISO_8859_1);
    return new LetterBody.Chunked(
        bytes.length,
        (bytes.length + step - 1) / step,
        i ->
            CompletableFuture.supplyAsync(
                () ->
                    Arrays.copyOfRange(bytes, i * step, Math.min(bytes.length, i * step + step))));
  }

  private static SigningKeys key() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var key = (RSAPrivateKey) generator.generateKeyPair().getPrivate();
    return SigningKeys.of(List.of(new DkimKey(new Domain.Name("example.org"), "s1", key)));
  }

  @Test
  void shouldSendTheOctetsAsTheyAreToWhoTakesThem() {
    var large = HEADER + OCTETS.repeat(5_000);
    for (var body :
        List.of(whole(HEADER + OCTETS), chunked(HEADER + OCTETS, 7), chunked(large, 300_000))) {
      // Given
      stop();
      restart("PIPELINING", "SIZE", "8BITMIME", "CHUNKING", "BINARYMIME");

      // When
      var outcome = attempt(body, SigningKeys.none());

      // Then
      assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(outcome.times().bytes()).isEqualTo(body.size());
      assertThat(server.messages()).hasSize(1);
      assertThat(server.onlyMessage()).isEqualTo(body.size() > 1000 ? large : HEADER + OCTETS);
      assertThat(server.visits().getFirst().commands())
          .containsSubsequence(
              "MAIL FROM:<a@example.org> SIZE=" + body.size() + " BODY=BINARYMIME",
              "RCPT TO:<b@example.com>",
              "BDAT " + body.size(),
              "BDAT 0 LAST")
          .doesNotContain("DATA");
    }
  }

  private void restart(String... offered) {
    try {
      start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.offering(offered);
  }

  @Test
  void shouldEncodeThemForWhoDoesNotAndStayOneMessage() {
    for (var offered : List.of("8BITMIME", "CHUNKING", "BINARYMIME")) {
      for (var body : List.of(whole(HEADER + OCTETS), chunked(HEADER + OCTETS, 7))) {
        // Given
        stop();
        restart("PIPELINING", "SIZE", offered);

        // When
        var outcome = attempt(body, SigningKeys.none());

        // Then
        assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
        assertThat(server.messages()).hasSize(1);
        var message = server.onlyMessage();
        assertThat(message).contains("Content-Transfer-Encoding: base64\r\n");
        assertThat(decoded(message)).isEqualTo(OCTETS);
        assertThat(server.visits().getFirst().commands())
            .filteredOn(c -> c.startsWith("MAIL"))
            .containsExactly(
                "MAIL FROM:<a@example.org> SIZE="
                    + (message.length() - 2)
                    + (offered.equals("8BITMIME") ? " BODY=8BITMIME" : ""));
      }
    }
  }

  @Test
  void shouldKeepEightBitsInWhatIsSealedForWhoTakesThem() {
    // Given
    server.offering("PIPELINING", "SIZE", "8BITMIME");
    var sealed =
        """
        Content-Type: message/rfc822

        Subject: x

        caf\u00e9
        --b
        Content-Type: multipart/signed; boundary=s

        --s

        \u00fc
        --s--
        """
            .replace("\n", "\r\n");
    var binary = "Content-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\n";

    // When
    var outcome =
        attempt(
            whole(
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                    + sealed
                    + "--b\r\n"
                    + binary
                    + "\r\n--b--\r\n"),
            SigningKeys.none());

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(server.onlyMessage()).contains(sealed, "base64\r\n\r\nAAo=\r\n");
  }

  private static String decoded(String message) {
    var body = message.substring(message.indexOf("\r\n\r\n") + 4);
    return new String(Base64.getMimeDecoder().decode(body), ISO_8859_1);
  }

  @Test
  void shouldBounceWhatCannotBeEncoded() {
    // Given
    server.offering("PIPELINING", "8BITMIME");

    // When
    var outcome =
        attempt(
            whole("Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\n\0\r\n--s--\r\n"),
            SigningKeys.none());

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Bounced.class);
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("5.6.3");
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void shouldSignTheOctetsThatLeave() throws Exception {
    // Given
    server.offering("PIPELINING", "SIZE", "CHUNKING", "BINARYMIME");
    var body = "one\ntwo \r three\r\n \r\n\r\n";

    // When
    attempt(whole(HEADER + body), key());

    // Then
    var message = server.onlyMessage();
    assertThat(message).startsWith("DKIM-Signature: v=1;").endsWith(HEADER + body);
    // Only CR LF ends a line: RFC 6376 §3.4.4 by hand.
    var canonical = "one\ntwo \r three\r\n";
    var hash =
        java.security.MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(ISO_8859_1));
    assertThat(message.replace("\r\n\t", ""))
        .contains("c=relaxed/relaxed", "bh=" + Base64.getEncoder().encodeToString(hash));
    assertThat(server.visits().getFirst().commands()).contains("BDAT " + message.length());
  }

  @Test
  void shouldNotEndAMessageThatIsNotAsLongAsItSays() {
    for (var wrong : new int[] {-1, 1}) {
      // Given
      stop();
      restart("PIPELINING", "CHUNKING", "BINARYMIME");
      var bytes = (HEADER + OCTETS).getBytes(ISO_8859_1);
      var body =
          new LetterBody.Chunked(
              bytes.length + wrong, 1, _ -> CompletableFuture.completedFuture(bytes));

      // When
      var outcome = attempt(body, SigningKeys.none());

      // Then
      assertThat(outcome.verdict().said().text()).contains("not as long as its record says");
      assertThat(server.messages()).isEmpty();
      assertThat(server.visits().getFirst().commands()).doesNotContain("BDAT 0 LAST");
    }
  }

  @Test
  void shouldTellWhatTheServerSaysOfAChunkAndOfTheEnd() {
    for (var refused : List.of("BDAT " + (HEADER + OCTETS).length(), "BDAT 0 LAST", "RCPT")) {
      // Given
      stop();
      restart("PIPELINING", "CHUNKING", "BINARYMIME");
      server.answering(
          (_, line) ->
              line.startsWith(refused) ? Optional.of("552 5.2.2 mailbox full") : Optional.empty());

      // When
      var outcome = attempt(whole(HEADER + OCTETS), SigningKeys.none());

      // Then
      assertThat(outcome.verdict()).isInstanceOf(Verdict.Bounced.class);
      assertThat(outcome.verdict().said().enhanced()).isEqualTo("5.2.2");
      assertThat(server.messages()).isEmpty();
    }
  }
}

package milena.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages in counted chunks (RFC 3030), over real sockets. */
@Timeout(60)
class ChunkingTest {

  private static final String HEADER =
      "Date: Mon, 1 Jan 2024 00:00:00 +0000\r\nMessage-ID: <a@b>\r\n";
  private static final String ENVELOPE =
      "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@elsewhere.example>\r\n";

  private MemoryRig rig;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    rig = new MemoryRig(config -> config);
    wire = rig.client();
  }

  @AfterEach
  void stop() throws Exception {
    wire.close();
    rig.close();
  }

  private void begin() throws Exception {
    wire.send(ENVELOPE);
    assertThat(wire.reply()).startsWith("250");
    assertThat(wire.reply()).startsWith("250");
  }

  private static String chunk(String content, String last) {
    return "BDAT " + content.getBytes(StandardCharsets.UTF_8).length + last + "\r\n" + content;
  }

  private String delivered() {
    var message = rig.log.message(rig.log.submittals.getLast());
    return message.substring(message.indexOf("Date:"));
  }

  @Test
  void shouldOfferIt() throws Exception {
    assertThat(wire.ask("EHLO client.example")).contains("250-CHUNKING");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10_000})
  void shouldPutChunksTogetherWhateverPiecesTheyComeIn(int piece) throws Exception {
    // Given
    var stream =
        (ENVELOPE
                + chunk(HEADER, "")
                + chunk("\r\nfirst\r\n.\r\nQUIT\r", "")
                + chunk("\n..dots", " LAST")
                + "NOOP\r\n")
            .getBytes(StandardCharsets.UTF_8);
    // When
    for (int at = 0; at < stream.length; at += piece) {
      wire.send(java.util.Arrays.copyOfRange(stream, at, Math.min(stream.length, at + piece)));
    }
    // Then
    assertThat(wire.reply()).startsWith("250 2.1.0");
    assertThat(wire.reply()).startsWith("250 2.1.5");
    assertThat(wire.reply()).isEqualTo("250 2.0.0 " + HEADER.length() + " octets received");
    assertThat(wire.reply()).isEqualTo("250 2.0.0 17 octets received");
    assertThat(wire.reply()).startsWith("250 2.0.0 Ok: queued as");
    assertThat(wire.reply()).isEqualTo("250 2.0.0 Ok");
    assertThat(delivered()).isEqualTo(HEADER + "\r\nfirst\r\n.\r\nQUIT\r\n..dots\r\n");
  }

  @Test
  void shouldEndWithAnEmptyChunk() throws Exception {
    // Given
    begin();
    wire.send(chunk(HEADER + "\r\nbody\r\n", ""));
    assertThat(wire.reply()).startsWith("250");
    // When
    var reply = wire.ask("BDAT 0 LAST");
    // Then
    assertThat(reply).startsWith("250 2.0.0 Ok: queued as");
    assertThat(delivered()).isEqualTo(HEADER + "\r\nbody\r\n");
  }

  @Test
  void shouldReadPastWhatItDoesNotTake() throws Exception {
    // When
    wire.send(chunk("MAIL FROM:<evil@example.org>\r\n", ""));
    // Then
    assertThat(wire.reply()).startsWith("503 5.5.1 MAIL first");
    wire.ask("MAIL FROM:<a@example.org>");
    wire.send(chunk("RSET\r\n", " LAST"));
    assertThat(wire.reply()).startsWith("554 5.5.1 No valid recipients");
    assertThat(wire.ask("RCPT TO:<b@elsewhere.example>")).startsWith("250");
  }

  @Test
  void shouldRefuseOtherCommandsBetweenChunks() throws Exception {
    // Given
    begin();
    wire.send(chunk("Subject: x\r\n", ""));
    wire.reply();
    // Then
    assertThat(wire.ask("DATA")).startsWith("503");
    assertThat(wire.ask("RCPT TO:<c@elsewhere.example>")).startsWith("503");
    assertThat(wire.ask("MAIL FROM:<c@example.org>")).startsWith("503");
    assertThat(wire.ask("NOOP")).startsWith("250");
    assertThat(wire.ask("RSET")).startsWith("250");
    assertThat(wire.deliver("Subject: y\r\n\r\nz", "b@elsewhere.example")).startsWith("250");
    assertThat(rig.log.submittals).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb\r\n", "a\rb\r\n", "a\0b\r\n", "a\r"})
  void shouldRefuseWhatAnotherServerCouldReadDifferently(String content) throws Exception {
    // Given
    begin();
    // When
    wire.send(chunk(HEADER + "\r\n" + content, " LAST"));
    // Then
    assertThat(wire.reply()).startsWith("554 5.6.0");
    assertThat(wire.deliver("Subject: y\r\n\r\nz", "b@elsewhere.example")).startsWith("250");
    assertThat(rig.log.submittals).hasSize(1);
  }

  private void beginBinary() throws Exception {
    wire.send(ENVELOPE.replace("org>", "org> BODY=BINARYMIME"));
    assertThat(wire.reply()).startsWith("250");
    assertThat(wire.reply()).startsWith("250");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10_000})
  void shouldKeepABinaryBodyAsItIs(int piece) throws Exception {
    // Given
    var body = "a\nb\rc\0\u00e9\r\n.\r\nMAIL FROM:<evil@example.org>\r\n" + "x".repeat(2000) + "\r";
    beginBinary();
    // When
    var stream = (chunk(HEADER + "\r", "") + chunk("\n" + body, " LAST")).getBytes(UTF_8);
    for (int at = 0; at < stream.length; at += piece) {
      wire.send(java.util.Arrays.copyOfRange(stream, at, Math.min(stream.length, at + piece)));
    }
    // Then
    assertThat(wire.reply()).startsWith("250");
    assertThat(wire.reply()).startsWith("250 2.0.0 Ok: queued as");
    assertThat(delivered().getBytes(StandardCharsets.ISO_8859_1))
        .isEqualTo((HEADER + "\r\n" + body).getBytes(UTF_8));
    var envelope = rig.log.submittals.getLast().envelope();
    assertThat(envelope.binaryMime()).isTrue();
    assertThat(envelope.eightBit()).isTrue();
    assertThat(wire.deliver("Subject: y\r\n\r\nz", "b@elsewhere.example")).startsWith("250");
    assertThat(rig.log.submittals.getLast().envelope().binaryMime()).isFalse();
  }

  @Test
  void shouldTakeABinaryMessageByChunksAlone() throws Exception {
    // Given
    beginBinary();
    // Then
    assertThat(wire.ask("DATA")).startsWith("503 5.5.1");
    wire.send(chunk(HEADER + "\r\n\0", " LAST"));
    assertThat(wire.reply()).startsWith("250 2.0.0 Ok: queued as");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Subject: a\nb\r\n", "Subject: a\rb\r\n", "Subject: a\0\r\n"})
  void shouldCheckTheHeaderOfABinaryMessage(String field) throws Exception {
    // Given
    beginBinary();
    // When
    wire.send(chunk(HEADER + field + "\r\nbody", " LAST"));
    // Then
    assertThat(wire.reply()).startsWith("554 5.6.0");
    assertThat(rig.log.submittals).isEmpty();
  }

  @Test
  void shouldTellAtOnceWhatIsWrongAndReadPastTheRest() throws Exception {
    // Given
    begin();
    // When
    wire.send(chunk("a\nb\r\n", "") + chunk("rest\r\n", " LAST") + "NOOP\r\n");
    // Then
    assertThat(wire.reply()).startsWith("554 5.6.0");
    assertThat(wire.reply()).startsWith("503 5.5.1");
    assertThat(wire.reply()).startsWith("250 2.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BDAT", "BDAT x", "BDAT -1", "BDAT 5 FIRST", "BDAT 1 LAST 2"})
  void shouldEndWhereItCannotCount(String command) throws Exception {
    begin();
    assertThat(wire.ask(command)).startsWith("501 5.5.4");
    assertThat(wire.rest()).isEmpty();
  }

  @Test
  void shouldNotReadPastWhatIsFarTooLarge() throws Exception {
    begin();
    assertThat(wire.ask("BDAT 999999999999999999")).startsWith("552 5.3.4");
    assertThat(wire.rest()).isEmpty();
  }
}

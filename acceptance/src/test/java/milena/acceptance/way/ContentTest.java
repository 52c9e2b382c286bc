package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import milena.schemas.MailEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives is what was sent, in a form that the next server takes. */
@ExtendWith(World.Shared.class)
@Timeout(180)
class ContentTest {

  private static final String FROM = "<sender@from.test>";
  private static final String HEADER =
      """
      From: Ann <ann@signed.test>\r
      To: somebody\r
      Date: Mon, 1 Jan 2024 00:00:00 +0000\r
      Message-ID: <content@signed.test>\r
      Subject: =?utf-8?q?gr=C3=BC=C3=9Fe?=\r
      """;
  private static final String EIGHT_BIT =
      HEADER
          + """
          MIME-Version: 1.0\r
          Content-Type: text/plain; charset=utf-8\r
          Content-Transfer-Encoding: 8bit\r
          \r
          Grüße aus der Straße = 1\r
          .Zeile mit Punkt \r
          """;

  private static final String VERIFY =
      """
      import dkim, sys
      message = open(sys.argv[1], 'rb').read()
      record = b'v=DKIM1; k=rsa; p=' + sys.argv[2].encode()
      asked = []
      def dns(name, timeout=5):
          asked.append(name)
          return record
      print(dkim.verify(message, dnsfunc=dns), b' '.join(asked).decode())
      """;

  private static final String DECODE =
      """
      import email, sys
      message = email.message_from_bytes(open(sys.argv[1], 'rb').read())
      print(message.get_payload(decode=True).hex())
      """;

  @AfterAll
  static void shouldBalance(World world) throws Exception {
    world.milena().balance();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 65_000, 66_000, 524_288, 1_500_000, 50_000_000})
  void shouldArriveByteForByteForEveryRecipient(int size, World world) throws Exception {
    // Given
    var domain = "size" + size + ".test";
    var server = world.domain(domain);
    var content = content(size);
    var recipients = List.of("a@" + domain, "b@" + domain, "c@" + domain);

    // When
    var id = world.milena().send(FROM, recipients, content);

    // Then
    for (var index = 0; index < recipients.size(); index++) {
      var event = delivered(world, recipients.get(index));
      assertThat(event.getMessageId()).isEqualTo(id);
      assertThat(event.getSubmissionId()).isEqualTo(id + "." + index);
    }
    assertThat(server.mails())
        .flatExtracting(mail -> mail.recipients())
        .containsExactlyInAnyOrder(
            "<a@" + domain + ">", "<b@" + domain + ">", "<c@" + domain + ">");
    for (var mail : server.mails()) {
      var arrived = mail.bytes();
      assertThat(arrived.length).isGreaterThan(content.length);
      var added = arrived.length - content.length;
      assertThat(sha256(arrived, added)).isEqualTo(sha256(content, 0));
      assertThat(new String(arrived, 0, added, StandardCharsets.ISO_8859_1))
          .startsWith("Received: ")
          .endsWith("\r\n")
          .contains(id);
    }
  }

  /** A message of this size, or none: a header, then lines of which many begin with dots. */
  private static byte[] content(int size) {
    var text = new StringBuilder(size + 1_000);
    if (size > 1_000) {
      text.append(HEADER.replace("signed", "from")).append("\r\n");
    }
    var begins = List.of(".", "..", "", ".a", "x.", "....");
    for (var line = 0; text.length() < size - 1_000; line++) {
      var rest = String.valueOf((char) ('a' + line % 26)).repeat(line * 31 % 970);
      text.append(begins.get(line % begins.size())).append(rest).append("\r\n");
    }
    var missing = size - text.length() - 2;
    if (missing >= 0) {
      text.append("z".repeat(missing)).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void shouldConvertForAServerWithoutEightBitMimeAndSignWhatLeaves(World world) throws Exception {
    // Given
    var server = world.domain("seven.test").offering("PIPELINING");

    // When
    world.milena().send(FROM + " BODY=8BITMIME", List.of("a@seven.test"), bytes(EIGHT_BIT));

    // Then
    delivered(world, "a@seven.test");
    var mail = server.mails().getFirst();
    assertThat(mail.mail()).isEqualTo(FROM);
    for (var b : mail.bytes()) {
      assertThat(b).isNotNegative();
    }
    assertThat(mail.text()).contains("DKIM-Signature: ").doesNotContain("Encoding: 8bit");
    Python.assume("dkim");
    assertThat(verified(world, mail)).isEqualTo("True s1._domainkey.signed.test.");
    var decoded = Python.output(DECODE, mail.file());
    var body = EIGHT_BIT.substring(EIGHT_BIT.indexOf("\r\n\r\n") + 4);
    assertThat(HexFormat.of().parseHex(decoded)).isEqualTo(bytes(body));
  }

  @Test
  void shouldLeaveEightBitsToAServerThatTakesThem(World world) throws Exception {
    // Given
    var server = world.domain("eight.test");

    // When
    world.milena().send(FROM + " BODY=8BITMIME", List.of("a@eight.test"), bytes(EIGHT_BIT));

    // Then
    delivered(world, "a@eight.test");
    var mail = server.mails().getFirst();
    assertThat(mail.mail()).contains("BODY=8BITMIME");
    assertThat(new String(mail.bytes(), StandardCharsets.UTF_8)).endsWith(EIGHT_BIT);
    Python.assume("dkim");
    assertThat(verified(world, mail)).isEqualTo("True s1._domainkey.signed.test.");
  }

  @Test
  void shouldSignWhatComesInChunks(World world) throws Exception {
    // Given
    var server = world.domain("big.test");
    var text = "a line of a long message \t with blanks  \r\n".repeat(30_000);

    // When
    world.milena().send(FROM, List.of("a@big.test"), bytes(HEADER + "\r\n" + text + "\r\n\r\n"));

    // Then
    delivered(world, "a@big.test");
    Python.assume("dkim");
    assertThat(verified(world, server.mails().getFirst()))
        .isEqualTo("True s1._domainkey.signed.test.");
  }

  @Test
  void shouldNotSignForDomainsWithoutAKey(World world) throws Exception {
    // Given
    var server = world.domain("unsigned.test");

    // When
    world.milena().send("a@unsigned.test");

    // Then
    delivered(world, "a@unsigned.test");
    assertThat(server.mails().getFirst().text()).doesNotContain("DKIM-Signature");
  }

  @Test
  void shouldBounceWhatNeedsSmtpUtf8WhereItIsMissing(World world) throws Exception {
    // Given
    var without = world.domain("ascii.test").offering("PIPELINING", "8BITMIME");
    var with = world.domain("utf8.test");

    // When
    var utf8 = FROM + " SMTPUTF8 BODY=8BITMIME";
    world.milena().send(utf8, List.of("grüße@ascii.test", "plain@ascii.test"), letter("ü"));
    world.milena().send(utf8, List.of("grüße@utf8.test"), letter("ü"));
    world.milena().send(utf8, List.of("needless@ascii.test"), RunningMilena.letter("ü"));

    // Then
    for (var recipient : List.of("grüße@ascii.test", "plain@ascii.test")) {
      var bounced = world.milena().events().ending(recipient);
      assertThat(bounced.getType()).isEqualTo("bounced");
      assertThat(bounced.getEnhanced()).isEqualTo("5.6.7");
      assertThat(bounced.getText()).contains("SMTPUTF8");
      assertThat(bounced.getBounceClass()).isNotEmpty();
      assertThat(bounced.getMailboxGone()).isFalse();
    }
    delivered(world, "grüße@utf8.test");
    assertThat(with.mails().getFirst().mail()).contains("SMTPUTF8");
    assertThat(new String(with.mails().getFirst().bytes(), StandardCharsets.UTF_8))
        .contains("Subject: ü");
    delivered(world, "needless@ascii.test");
    assertThat(without.mails()).hasSize(1);
  }

  private static byte[] letter(String subject) {
    return bytes(
        HEADER.replaceFirst("Subject: .*\r\n", "Subject: " + subject + "\r\n") + "\r\nx\r\n");
  }

  @Test
  void shouldRefuseWhatHasGoneRoundForTooLong(World world) throws Exception {
    // Given
    var server = world.domain("round.test");
    var hop = "Received: from a.test by b.test; Mon, 1 Jan 2024 00:00:00 +0000\r\n";
    var text = new String(RunningMilena.letter("round"), StandardCharsets.UTF_8);

    // When
    try (var client = world.milena().client()) {
      var fifty = client.send(FROM, List.of("fifty@round.test"), bytes(hop.repeat(50) + text));
      var more = client.send(FROM, List.of("more@round.test"), bytes(hop.repeat(51) + text));

      // Then
      assertThat(fifty).startsWith("250 ");
      assertThat(more).startsWith("554 5.4.6 ");
    }
    delivered(world, "fifty@round.test");
    assertThat(server.mails()).hasSize(1);
    assertThat(world.milena().events().of("more@round.test")).isEmpty();
  }

  @Test
  void shouldEncryptWhateverTheCertificateSays(World world) throws Exception {
    // Given
    var server = world.domain("tls.test").offeringTls(world.selfSigned());

    // When
    world.milena().send("a@tls.test");

    // Then
    var delivered = delivered(world, "a@tls.test");
    assertThat(delivered.getTlsProtocol()).isEqualTo("TLSv1.3");
    assertThat(delivered.getTlsCipher()).startsWith("TLS_");
    assertThat(server.mails()).extracting(Mail::tls).containsExactly(true);
  }

  @Test
  void shouldGoOnInTheClearWhereTlsFails(World world) throws Exception {
    // Given
    var broken = world.domain("broken-tls.test").offeringTls(Certificates.none());
    var refused =
        world
            .domain("no-tls.test")
            .offeringTls(world.selfSigned())
            .answering("STARTTLS", "454 4.7.0 not now");

    // When
    world.milena().send("a@broken-tls.test");
    world.milena().send("a@no-tls.test");

    // Then
    assertThat(delivered(world, "a@broken-tls.test").getTlsProtocol()).isEmpty();
    assertThat(delivered(world, "a@no-tls.test").getTlsProtocol()).isEmpty();
    assertThat(broken.mails()).extracting(Mail::tls).containsExactly(false);
    assertThat(refused.mails()).extracting(Mail::tls).containsExactly(false);
  }

  private static MailEvent delivered(World world, String recipient) {
    var ending = world.milena().events().ending(recipient);
    assertThat(ending.getType()).as(ending.toString()).isEqualTo("delivered");
    return ending;
  }

  private static String verified(World world, Mail mail) throws Exception {
    return Python.output(VERIFY, mail.file(), world.publicKey());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] bytes, int from) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes, from, bytes.length - from);
    return HexFormat.of().formatHex(digest.digest());
  }
}

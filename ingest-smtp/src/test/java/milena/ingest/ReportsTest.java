package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import milena.ingest.accept.ListenerRole;
import milena.ingest.accept.ReportRules;
import milena.ingest.listen.ListenSettings;
import milena.ingest.listen.Listener;
import milena.ingest.listen.TlsMode;
import milena.runtime.config.HostPort;
import milena.schemas.InboundReport;
import milena.schemas.RecipientHash;
import milena.schemas.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What comes back to addresses of ours stands in a topic of its own, whole, and nowhere else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportsTest {

  private static final int MOST = 64 * 1024;
  private static final int REPORTERS = 5;

  private static final String DSN =
      """
      Received: from far.example by mx.far.example; Wed, 1 Jul 2026 10:00:00 +0000
      From: MAILER-DAEMON@far.example
      To: bounce+T0K3N@ours.example
      X-Milena-Priority: 9
      Content-Type: multipart/report;
      \treport-type=delivery-status; boundary="=b"

      --=b

      It did not arrive.
      --=b
      Content-Type: message/delivery-status

      Original-Envelope-Id: QQ314159
      Reporting-MTA: dns; mx.far.example

      Final-Recipient: rfc822; gone@far.example
      Action: failed
      Status: 5.1.1

      --=b
      Content-Type: text/rfc822-headers

      From: news@ours.example
      Message-ID: <01ABC@mx.example.net>

      --=b--
      """
          .replace("\n", "\r\n");

  private IngestRig rig;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    rig = new IngestRig(folder, ReportsTest::withReports);
  }

  @AfterAll
  void stop() throws Exception {
    rig.close();
  }

  private static IngestConfig withReports(IngestConfig config) {
    var listeners = new ArrayList<>(config.listen().listeners());
    listeners.add(
        new Listener(
            new HostPort("127.0.0.1", 0), ListenerRole.REPORTS, TlsMode.NONE, false, List.of()));
    return new IngestConfig(
        new ListenSettings(
            listeners,
            1,
            10 * REPORTERS,
            config.listen().maxConnectionsPerAddress(),
            config.listen().idle(),
            config.listen().data()),
        config.tls(),
        config.rules(),
        config.log(),
        new ReportRules(List.of("ours.example"), MOST));
  }

  @Test
  void shouldLeaveOurSendersTheirConnectionsInAFlood() throws Exception {
    // Given
    var flood = new ArrayList<Wire>();
    try {
      for (int i = 0; i < REPORTERS; i++) {
        flood.add(stranger());
      }
      // When
      var refused = new Wire(rig.service.addresses().getLast());
      flood.add(refused);
      var ours = Wire.greeted(rig.service.addresses().getFirst());
      flood.add(ours);
      // Then
      assertThat(refused.reply()).startsWith("421 4.3.2");
      assertThat(ours.ask("NOOP")).startsWith("250");
    } finally {
      for (var wire : flood) {
        wire.close();
      }
      await().until(this::strangersMayComeIn);
    }
  }

  private boolean strangersMayComeIn() throws Exception {
    try (var wire = new Wire(rig.service.addresses().getLast())) {
      return wire.reply().startsWith("220");
    }
  }

  private Wire stranger() throws Exception {
    var wire = Wire.greeted(rig.service.addresses().getLast());
    assertThat(wire.ask("MAIL FROM:<>")).startsWith("250");
    return wire;
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String id) {
    return rig.log.records(Topics.INBOUND).stream()
        .filter(
            record ->
                new String(
                        record.headers().lastHeader(Topics.HEADER_ID).value(),
                        StandardCharsets.UTF_8)
                    .startsWith(id + '.'))
        .sorted((a, b) -> id(a).compareTo(id(b)))
        .toList();
  }

  private static String id(ConsumerRecord<byte[], byte[]> record) {
    return new String(
        record.headers().lastHeader(Topics.HEADER_ID).value(), StandardCharsets.UTF_8);
  }

  private InboundReport report(ConsumerRecord<byte[], byte[]> record) throws Exception {
    return rig.format.codec(Topics.INBOUND, InboundReport.class).decode(record.value());
  }

  private static String text(InboundReport report) {
    return StandardCharsets.US_ASCII.decode(report.getRaw()).toString();
  }

  @Test
  void shouldKeepABounceWholeAndNowhereElse() throws Exception {
    // Given
    try (var wire = stranger()) {
      assertThat(wire.ask("RCPT TO:<bounce+T0K3N@ours.example>")).startsWith("250");
      // When
      wire.ask("DATA");
      var reply = wire.ask(DSN + ".");
      // Then
      assertThat(reply).startsWith("250 2.0.0");
      var id = Wire.queuedId(reply);
      var found = records(id);
      assertThat(found).hasSize(1);
      var report = report(found.getFirst());
      assertThat(text(report)).isEqualTo(DSN);
      assertThat(report.getKind()).isEqualTo("dsn");
      assertThat(report.getSender()).isEmpty();
      assertThat(report.getRecipient()).isEqualTo("bounce+T0K3N@ours.example");
      assertThat(report.getToken()).isEqualTo("T0K3N");
      assertThat(report.getOriginalEnvelopeId()).isEqualTo("QQ314159");
      assertThat(report.getPeer()).isEqualTo("127.0.0.1");
      assertThat(report.getHelo()).isEqualTo("client.example");
      assertThat(report.getReceivedAt()).isPositive();
      assertThat(found.getFirst().key())
          .isEqualTo(new RecipientHash(IngestRig.SALT).of("bounce+t0k3n@ours.example"));
      assertThat(rig.log.records(Topics.SUBMISSIONS)).isEmpty();
      assertThat(rig.log.records(Topics.CONTENT)).isEmpty();
    }
  }

  @Test
  void shouldWriteARecordForEachRecipientAndDenyTheForeign() throws Exception {
    // Given
    try (var wire = stranger()) {
      assertThat(wire.ask("RCPT TO:<a@ours.example>")).startsWith("250");
      assertThat(wire.ask("RCPT TO:<c@example.org>")).startsWith("550 5.7.1 Relaying denied");
      assertThat(wire.ask("RCPT TO:<b@ours.example>")).startsWith("250");
      // When
      wire.ask("DATA");
      var reply = wire.ask("Subject: complaint\r\n\r\n..\r\n.");
      // Then
      var found = records(Wire.queuedId(reply));
      assertThat(found).hasSize(2);
      var first = report(found.getFirst());
      assertThat(first.getRecipient()).isEqualTo("a@ours.example");
      assertThat(report(found.getLast()).getRecipient()).isEqualTo("b@ours.example");
      assertThat(first.getRecipients()).isEqualTo(2);
      assertThat(first.getKind()).isEqualTo("other");
      assertThat(text(first)).isEqualTo("Subject: complaint\r\n\r\n.\r\n");
    }
  }

  @Test
  void shouldRefuseWhatIsTooLarge() throws Exception {
    // Given
    try (var wire = stranger()) {
      wire.ask("RCPT TO:<a@ours.example>");
      // When
      wire.ask("DATA");
      var reply = wire.ask("Subject: x\r\n\r\n" + "y".repeat(MOST) + "\r\n.");
      // Then
      assertThat(reply).startsWith("552 5.3.4");
    }
  }

  @Test
  void shouldOfferNoLoginAndNothingThatIsForSending() throws Exception {
    // Given
    try (var wire = Wire.greeted(rig.service.addresses().getLast())) {
      // When
      var offered = wire.ask("EHLO x");
      // Then
      assertThat(offered)
          .contains("SIZE 65536", "LIMITS RCPTMAX=10", "CHUNKING")
          .doesNotContain("AUTH", "FUTURERELEASE", "MT-PRIORITY");
      assertThat(wire.ask("AUTH PLAIN AAAA")).startsWith("5");
    }
  }
}

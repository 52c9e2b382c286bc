package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import milena.ingest.accept.AcceptanceRules;
import milena.ingest.accept.ListenerRole;
import milena.ingest.listen.Listener;
import milena.ingest.listen.TlsMode;
import milena.ingest.secure.CertificateFiles;
import milena.ingest.secure.TestCertificate;
import milena.ingest.secure.TlsSettings;
import milena.runtime.config.HostPort;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** TLS over real sockets: STARTTLS and from the start, and who tries to get around it. */
class TlsTest {

  private static final String NAME = "mx.example.net";
  private static final String MESSAGE = "Subject: x\r\n\r\ny";

  @TempDir Path folder;
  private final List<MemoryRig> rigs = new ArrayList<>();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final TestCertificate certificate = certificate(NAME);
  private final SSLContext client = trusting(certificate);

  private static TestCertificate certificate(String name) {
    try {
      return TestCertificate.of(name);
    } catch (java.security.GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static SSLContext trusting(TestCertificate server) {
    try {
      return TestCertificate.trusting(server);
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  @BeforeEach
  void listenToTheLog() {
    logged.start();
    ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(logged);
  }

  @AfterEach
  void stop() throws Exception {
    for (var rig : rigs) {
      rig.close();
    }
    ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(logged);
    assertThat(logged.list).noneMatch(event -> event.getLevel() == Level.ERROR);
  }

  private MemoryRig rig(ListenerRole role, TlsMode mode) throws Exception {
    return rig(role, mode, null, config -> config, certificate.write(folder, "one"));
  }

  private MemoryRig rig(
      ListenerRole role,
      TlsMode mode,
      @Nullable Path clientCa,
      UnaryOperator<IngestConfig> change,
      CertificateFiles... files)
      throws Exception {
    var listener =
        new Listener(new HostPort("127.0.0.1", 0), role, mode, clientCa != null, List.of());
    var rig =
        new MemoryRig(
            config ->
                change.apply(
                    new IngestConfig(
                        config.listen().withListeners(List.of(listener)),
                        TlsSettings.of(List.of(files), clientCa, null),
                        config.rules(),
                        config.log())));
    rigs.add(rig);
    return rig;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void shouldGoOnUnderTlsAsIfFreshlyConnected(String protocol) throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.STARTTLS);
    try (var wire = rig.client()) {
      wire.ask("MAIL FROM:<plain@example.org>");
      // When
      assertThat(wire.ask("STARTTLS")).isEqualTo("220 2.0.0 Ready to start TLS");
      var session = wire.secure(client, NAME, protocol);
      // Then
      assertThat(session.getProtocol()).isEqualTo(protocol);
      assertThat(wire.ask("RCPT TO:<a@example.com>")).startsWith("503 5.5.1 EHLO");
      assertThat(wire.ask("EHLO again.example")).startsWith("250").doesNotContain("STARTTLS");
      assertThat(wire.ask("STARTTLS")).startsWith("503");
      assertThat(wire.deliver(MESSAGE, "a@example.com")).startsWith("250");
      var submittal = rig.log.submittals.getFirst();
      assertThat(submittal.envelope().sender()).isEqualTo("sender@example.org");
      assertThat(submittal.origin().protocol()).isEqualTo("ESMTPS");
      assertThat(rig.log.message(submittal))
          .startsWith(
              "Received: from again.example ([127.0.0.1])\r\n\t(using %s with cipher %s)\r\n\tby mx.example.net with ESMTPS id "
                  .formatted(protocol, session.getCipherSuite()));
    }
    assertThat(
            rig.count(
                "milena_ingest_tls_handshakes_total{protocol=\"%s\",result=\"done\"}"
                    .formatted(protocol)))
        .isEqualTo(1);
  }

  @Test
  void shouldKeepInTheLogThatTlsIsRequired() throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.STARTTLS);
    try (var wire = rig.client()) {
      assertThat(wire.ask("EHLO client.example")).doesNotContain("REQUIRETLS");
      assertThat(wire.ask("MAIL FROM:<a@example.org> REQUIRETLS")).startsWith("530 5.7.0");
      wire.ask("STARTTLS");
      wire.secure(client, NAME);
      // When
      assertThat(wire.ask("EHLO client.example")).contains("REQUIRETLS");
      assertThat(wire.ask("MAIL FROM:<a@example.org> REQUIRETLS")).startsWith("250");
      wire.ask("RCPT TO:<b@example.com>");
      wire.ask("DATA");
      assertThat(wire.ask(MESSAGE + "\r\n.")).startsWith("250");
      // Then
      assertThat(rig.log.submittals.getFirst().wishes().requireTls()).isTrue();
    }
  }

  @Test
  void shouldGreetAfterTheHandshakeWhereTlsComesFirst() throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.IMPLICIT);
    try (var wire = new Wire(rig.address())) {
      // When
      wire.secure(client, NAME);
      // Then
      assertThat(wire.reply()).startsWith("220 mx.example.net");
      assertThat(wire.ask("EHLO x")).doesNotContain("STARTTLS");
      assertThat(wire.deliver(MESSAGE, "a@example.com")).startsWith("250");
    }
  }

  @Test
  void shouldCarryALargeMessage() throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.IMPLICIT);
    var content = "Subject: x\r\n\r\n" + ("x".repeat(98) + "\r\n").repeat(50_000) + "end";
    try (var wire = new Wire(rig.address())) {
      wire.secure(client, NAME);
      wire.reply();
      wire.ask("EHLO x");
      // When
      var reply = wire.deliver(content, "a@example.com");
      // Then
      assertThat(reply).startsWith("250");
      assertThat(rig.log.message(rig.log.submittals.getFirst())).endsWith(content + "\r\n");
    }
  }

  @Test
  void shouldCloseOnWhoSendsMoreWithStarttls() throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.STARTTLS);
    try (var wire = rig.client()) {
      // When
      wire.send("STARTTLS\r\nMAIL FROM:<injected@example.org>\r\n");
      // Then
      assertThat(wire.reply()).startsWith("421 4.7.0");
      assertThat(wire.reply()).isEmpty();
    }
  }

  @Test
  void shouldReadNothingInTheClearAfterStarttls() throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.STARTTLS);
    try (var wire = rig.client()) {
      wire.ask("STARTTLS");
      // When
      wire.send("EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\n");
      // Then
      assertThat(wire.rest()).doesNotContain("250");
    }
    await()
        .until(
            () ->
                rig.count("milena_ingest_tls_handshakes_total{protocol=\"none\",result=\"failed\"}")
                    == 1);
  }

  @Test
  void shouldCloseQuietlyOnPlainBytesWhereTlsComesFirst() throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.IMPLICIT);
    for (var bytes : List.of("EHLO x\r\n", "GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001", "")) {
      try (var wire = new Wire(rig.address())) {
        // When
        wire.send(bytes);
        wire.endOutput();
        // Then
        assertThat(wire.rest()).doesNotContain("220").doesNotContain("250");
      }
    }
    await().until(() -> rig.listener.connections() == 0);
  }

  @Test
  void shouldRefuseOlderProtocols() throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.IMPLICIT);
    // A ClientHello of TLS 1.1 with one suite of that time.
    var hello = new byte[5 + 4 + 2 + 32 + 1 + 2 + 2 + 2];
    hello[0] = 0x16;
    hello[1] = 3;
    hello[2] = 1;
    hello[4] = (byte) (hello.length - 5);
    hello[5] = 1;
    hello[8] = (byte) (hello.length - 9);
    hello[9] = 3;
    hello[10] = 2;
    hello[45] = 2;
    hello[47] = (byte) 0x2f;
    hello[48] = 1;
    try (var wire = new Wire(rig.address())) {
      // When
      wire.send(hello);
      // Then an alert (21), and nothing after it
      assertThat(wire.rest()).startsWith("\u0015").hasSizeLessThan(16);
    }
  }

  @Test
  void shouldSayThatThereIsNoCertificateForNow() throws Exception {
    // Given
    var files = new CertificateFiles(folder.resolve("later.pem"), folder.resolve("later.key"));
    var rig = rig(ListenerRole.RELAY, TlsMode.STARTTLS, null, config -> config, files);
    try (var wire = new Wire(rig.address())) {
      wire.reply();
      // When
      var hello = wire.ask("EHLO x");
      // Then
      assertThat(hello).doesNotContain("STARTTLS");
      assertThat(wire.ask("STARTTLS")).startsWith("454 4.7.0");
    }
    // When
    certificate.write(folder, "later");
    rig.store().look();
    // Then
    try (var wire = new Wire(rig.address())) {
      wire.reply();
      assertThat(wire.ask("EHLO x")).contains("STARTTLS");
    }
  }

  @Test
  void shouldChooseACertificateByName() throws Exception {
    // Given
    var other = certificate("*.example.org");
    var rig =
        rig(
            ListenerRole.RELAY,
            TlsMode.IMPLICIT,
            null,
            config -> config,
            certificate.write(folder, "one"),
            other.write(folder, "two"));
    var both = TestCertificate.trusting(certificate, other);
    for (var name : List.of("mail.example.org", "a.mail.example.org", NAME, "unknown.example")) {
      try (var wire = new Wire(rig.address())) {
        // When
        var shown = wire.secure(both, name).getPeerCertificates()[0];
        // Then
        assertThat(shown).isEqualTo((name.equals("mail.example.org") ? other : certificate).x509());
      }
    }
  }

  @Test
  void shouldShowANewCertificateAndKeepWhoIsConnected() throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.STARTTLS);
    try (var early = rig.client()) {
      early.ask("STARTTLS");
      early.secure(client, NAME);
      // When
      var fresh = certificate(NAME);
      fresh.write(folder, "one");
      rig.store().look();
      // Then
      assertThat(early.ask("EHLO x")).startsWith("250");
      try (var late = rig.client()) {
        late.ask("STARTTLS");
        var session = late.secure(TestCertificate.trusting(fresh), NAME);
        assertThat(session.getPeerCertificates()[0]).isEqualTo(fresh.x509());
      }
      // When
      Files.writeString(folder.resolve("one.pem"), "no certificate");
      rig.store().look();
      // Then
      assertThat(early.deliver(MESSAGE, "a@example.com")).startsWith("250");
      try (var later = rig.client()) {
        later.ask("STARTTLS");
        later.secure(TestCertificate.trusting(fresh), NAME);
      }
    }
  }

  @Test
  void shouldRelayForAClientWithACertificateOfOurCa() throws Exception {
    // Given
    var known = certificate("client.example");
    var unknown = certificate("stranger.example");
    var ca = Files.writeString(folder.resolve("ca.pem"), known.chainPem());
    var rig =
        rig(
            ListenerRole.RELAY,
            TlsMode.IMPLICIT,
            ca,
            TlsTest::withoutNetworks,
            certificate.write(folder, "one"));
    // Then
    assertThat(replyToRcpt(rig, known.showing(certificate))).startsWith("250");
    assertThat(replyToRcpt(rig, unknown.showing(certificate))).startsWith("550 5.7.1");
    assertThat(replyToRcpt(rig, client)).startsWith("550 5.7.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void shouldKnowAClientAgainThatResumesItsSession(String protocol) throws Exception {
    // Given
    var known = certificate("client.example");
    var ca = Files.writeString(folder.resolve("ca.pem"), known.chainPem());
    var rig =
        rig(
            ListenerRole.RELAY,
            TlsMode.IMPLICIT,
            ca,
            TlsTest::withoutNetworks,
            certificate.write(folder, "one"));
    var shown = known.showing(certificate);
    for (int i = 0; i < 3; i++) {
      // When
      var reply = replyToRcpt(rig, shown, protocol);
      // Then
      assertThat(reply).startsWith("250");
    }
  }

  private static IngestConfig withoutNetworks(IngestConfig config) {
    var rules = config.rules();
    return new IngestConfig(
        config.listen(),
        config.tls(),
        new AcceptanceRules(
            rules.tenant(),
            rules.hostname(),
            List.of(),
            rules.maxSize(),
            rules.maxRecipients(),
            rules.maxHeaderBytes(),
            rules.maxLine()),
        config.log());
  }

  private static String replyToRcpt(MemoryRig rig, SSLContext shown, String... protocols)
      throws Exception {
    try (var wire = new Wire(rig.address())) {
      wire.secure(shown, NAME, protocols);
      wire.reply();
      wire.ask("EHLO x");
      wire.ask("MAIL FROM:<>");
      return wire.ask("RCPT TO:<a@example.com>");
    }
  }

  @Test
  void shouldWantALoginAtASubmissionListener() throws Exception {
    // Given
    var rig = rig(ListenerRole.SUBMISSION, TlsMode.STARTTLS);
    try (var wire = rig.client()) {
      // Then
      assertThat(wire.ask("MAIL FROM:<>")).startsWith("530 5.7.0 STARTTLS");
      wire.ask("STARTTLS");
      wire.secure(client, NAME);
      wire.ask("EHLO x");
      assertThat(wire.ask("MAIL FROM:<>")).startsWith("530 5.7.0 Authentication");
    }
  }

  @Test
  void shouldRefuseEveryRecipientAtAReportsListener() throws Exception {
    // Given
    var rig = rig(ListenerRole.REPORTS, TlsMode.STARTTLS);
    try (var wire = rig.client()) {
      // Then
      assertThat(wire.ask("MAIL FROM:<>")).startsWith("250");
      assertThat(wire.ask("RCPT TO:<a@mx.example.net>")).startsWith("550 5.7.1 Relaying denied");
      assertThat(wire.ask("RCPT TO:<postmaster>")).startsWith("550 5.7.1");
    }
  }

  @Test
  void shouldEndHandshakesWhenItDrains() throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.IMPLICIT);
    try (var wire = new Wire(rig.address())) {
      wire.send("\u0016");
      await().until(() -> rig.listener.connections() == 1);
      // When
      rig.drain(java.time.Duration.ofSeconds(20));
      // Then
      assertThat(wire.rest()).isEmpty();
      assertThat(rig.listener.connections()).isZero();
    }
  }

  @Test
  void shouldNotSpeakToAClientThatDoesNotBelieveIt() throws Exception {
    // Given
    var rig = rig(ListenerRole.RELAY, TlsMode.IMPLICIT);
    try (var wire = new Wire(rig.address())) {
      var suspicious = TestCertificate.trusting(certificate("other.example"));
      // Then
      assertThatThrownBy(() -> wire.secure(suspicious, NAME))
          .isInstanceOf(SSLHandshakeException.class);
    }
    await().until(() -> rig.listener.connections() == 0);
  }
}

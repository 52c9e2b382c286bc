package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import milena.ingest.accept.ListenerRole;
import milena.ingest.listen.ListenSettings;
import milena.ingest.listen.Listener;
import milena.ingest.listen.TlsMode;
import milena.ingest.secure.TestCertificate;
import milena.ingest.secure.TlsSettings;
import milena.runtime.config.Cidr;
import milena.runtime.config.HostPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients behind a proxy are who its header says they are, in every respect. */
class ProxyTest {

  private static final String MESSAGE = "Subject: x\r\n\r\ny";
  private static final String NEAR = "PROXY TCP4 127.0.0.9 127.0.0.1 40000 25\r\n";
  private static final String FAR = "PROXY TCP4 192.0.2.7 127.0.0.1 40000 25\r\n";

  @TempDir Path folder;
  private final List<MemoryRig> rigs = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var rig : rigs) {
      rig.close();
    }
  }

  private MemoryRig rig(TlsMode mode, String proxies, TestCertificate certificate)
      throws Exception {
    var listener =
        new Listener(
            new HostPort("127.0.0.1", 0),
            ListenerRole.RELAY,
            mode,
            false,
            List.of(Cidr.parse(proxies)));
    var files = certificate.write(folder, "one");
    var rig =
        new MemoryRig(
            config ->
                new IngestConfig(
                    new ListenSettings(
                        List.of(listener),
                        1,
                        10,
                        1,
                        config.listen().idle(),
                        config.listen().data()),
                    TlsSettings.of(List.of(files), null, null),
                    config.rules(),
                    config.log()));
    rigs.add(rig);
    return rig;
  }

  private MemoryRig plain(String proxies) throws Exception {
    return rig(TlsMode.NONE, proxies, TestCertificate.of("mx.example.net"));
  }

  @Test
  void shouldWriteTheClientIntoReceived() throws Exception {
    // Given
    var rig = plain("127.0.0.1");
    try (var wire = new Wire(rig.address())) {
      // When
      wire.send(NEAR);
      // Then
      assertThat(wire.reply()).startsWith("220");
      wire.ask("EHLO x");
      assertThat(wire.deliver(MESSAGE, "a@example.com")).startsWith("250");
      var submittal = rig.log.submittals.getFirst();
      assertThat(submittal.origin().peer()).isEqualTo("127.0.0.9");
      assertThat(rig.log.message(submittal)).startsWith("Received: from x ([127.0.0.9])");
    }
  }

  @Test
  void shouldRelayByTheClientNotByTheProxy() throws Exception {
    // Given
    var rig = plain("127.0.0.1");
    try (var wire = new Wire(rig.address())) {
      // When
      wire.send(FAR + "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.com>\r\n");
      // Then
      assertThat(wire.reply()).startsWith("220");
      assertThat(wire.reply()).startsWith("250");
      assertThat(wire.reply()).startsWith("250");
      assertThat(wire.reply()).startsWith("550 5.7.1");
    }
  }

  @Test
  void shouldCountConnectionsByTheClient() throws Exception {
    // Given
    var rig = plain("127.0.0.1");
    try (var one = new Wire(rig.address());
        var same = new Wire(rig.address());
        var other = new Wire(rig.address())) {
      // When
      one.send(NEAR);
      assertThat(one.reply()).startsWith("220");
      same.send(NEAR);
      other.send(FAR);
      // Then
      assertThat(same.reply()).startsWith("421 4.7.0");
      assertThat(other.reply()).startsWith("220");
    }
    await().until(() -> rig.listener.connections() == 0);
  }

  @Test
  void shouldSpeakTlsAfterTheHeader() throws Exception {
    // Given
    var certificate = TestCertificate.of("mx.example.net");
    var rig = rig(TlsMode.IMPLICIT, "127.0.0.1", certificate);
    try (var wire = new Wire(rig.address())) {
      // When
      wire.send(NEAR);
      wire.secure(TestCertificate.trusting(certificate), "mx.example.net");
      // Then
      assertThat(wire.reply()).startsWith("220");
      wire.ask("EHLO x");
      assertThat(wire.deliver(MESSAGE, "a@example.com")).startsWith("250");
      assertThat(rig.log.submittals.getFirst().origin().peer()).isEqualTo("127.0.0.9");
    }
  }

  @Test
  void shouldCloseOnAHeaderFromElsewhereButServeTheOthers() throws Exception {
    // Given
    var rig = plain("192.0.2.0/24");
    try (var liar = new Wire(rig.address())) {
      liar.reply();
      // When
      liar.send(NEAR);
      // Then
      assertThat(liar.rest()).isEmpty();
    }
    await().until(() -> rig.listener.connections() == 0);
    assertThat(rig.count("milena_ingest_proxy_refused_total{reason=\"untrusted\"}")).isEqualTo(1);
    try (var honest = rig.client()) {
      assertThat(honest.deliver(MESSAGE, "a@example.com")).startsWith("250");
    }
  }

  @Test
  void shouldGiveUpOnProxiesWhenItDrains() throws Exception {
    // Given
    var rig = plain("127.0.0.1");
    try (var wire = new Wire(rig.address())) {
      wire.send("PROXY ");
      // When
      rig.drain(java.time.Duration.ofSeconds(20));
      // Then
      assertThat(wire.rest()).isEmpty();
    }
  }
}

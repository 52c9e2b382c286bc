package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import milena.ingest.accept.ListenerRole;
import milena.ingest.listen.Listener;
import milena.ingest.listen.TlsMode;
import milena.ingest.secure.CertificateFiles;
import milena.ingest.secure.Openssl;
import milena.ingest.secure.TlsSettings;
import milena.runtime.config.HostPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another maker's client: openssl. */
class OpensslClientTest {

  @TempDir Path folder;

  private MemoryRig rig(TlsMode mode) throws Exception {
    var chain = folder.resolve("chain.pem");
    var key = folder.resolve("key.pem");
    Openssl.run(
        ("req -x509 -newkey rsa:2048 -nodes -subj /CN=mx.example.net -addext"
                + " subjectAltName=DNS:mx.example.net -days 2 -keyout %s -out %s")
            .formatted(key, chain)
            .split(" "));
    var listener =
        new Listener(new HostPort("127.0.0.1", 0), ListenerRole.RELAY, mode, false, List.of());
    return new MemoryRig(
        config ->
            new IngestConfig(
                config.listen().withListeners(List.of(listener)),
                TlsSettings.of(List.of(new CertificateFiles(chain, key)), null, null),
                config.rules(),
                config.log()));
  }

  private String talk(MemoryRig rig, String input, String... more) throws IOException {
    var arguments =
        ("s_client -connect %s -CAfile %s -verify_return_error -servername mx.example.net"
                + " -crlf -quiet -no_ign_eof")
            .formatted(rig.address(), folder.resolve("chain.pem"))
            .split(" ");
    var all = new java.util.ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    var process = Openssl.start(all.toArray(String[]::new));
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } finally {
      process.destroy();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"STARTTLS", "IMPLICIT"})
  void shouldTakeAMessage(TlsMode mode) throws Exception {
    // Given
    var rig = rig(mode);
    var said = "EHLO x\nMAIL FROM:<>\nrcpt TO:<a@example.com>\nDATA\nSubject: x\n\ny\n.\nquit\n";
    // When
    var heard = mode == TlsMode.STARTTLS ? talk(rig, said, "-starttls", "smtp") : talk(rig, said);
    // Then
    assertThat(heard).contains("354 ").contains("queued as").contains("221 2.0.0");
    assertThat(rig.log.submittals).hasSize(1);
    assertThat(rig.log.submittals.getFirst().origin().protocol()).isEqualTo("ESMTPS");
    rig.close();
  }

  @Test
  void shouldRefuseOldProtocolsAndWeakSuites() throws Exception {
    // Given
    var rig = rig(TlsMode.IMPLICIT);
    for (var choice :
        List.of(
            List.of("-tls1_1", "-cipher", "ALL:@SECLEVEL=0"),
            List.of("-tls1_2", "-cipher", "AES128-GCM-SHA256"),
            List.of("-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA"))) {
      // When
      var heard = talk(rig, "EHLO x\nQUIT\n", choice.toArray(String[]::new));
      // Then
      assertThat(heard).doesNotContain("220 mx").contains("alert");
    }
    rig.close();
  }
}

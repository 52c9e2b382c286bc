package milena.ingest.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and certificates as openssl and others write them. */
class PemTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PRIVATE KEY     | genpkey -out KEY -algorithm RSA -pkeyopt rsa_keygen_bits:2048
          RSA PRIVATE KEY | genrsa -traditional -out KEY 2048
          PRIVATE KEY     | genpkey -out KEY -algorithm EC -pkeyopt ec_paramgen_curve:P-256
          EC PRIVATE KEY  | ecparam -out KEY -name prime256v1 -genkey
          EC PRIVATE KEY  | ecparam -out KEY -name secp384r1 -genkey
          EC PRIVATE KEY  | ecparam -out KEY -name secp521r1 -genkey -noout
          """)
  void shouldReadAKeyAndItsCertificate(String label, String arguments) throws Exception {
    // Given
    var key = folder.resolve("key.pem");
    var certificate = folder.resolve("certificate.pem");
    Openssl.run(arguments.replace("KEY", key.toString()).split(" "));
    Openssl.run(
        ("req -x509 -key %s -subj /CN=x -addext"
                + " subjectAltName=DNS:Mail.example.org,DNS:*.example.net -days 10 -out %s")
            .formatted(key, certificate)
            .split(" "));
    assertThat(Files.readString(key)).contains("BEGIN " + label);
    // When
    var read = ServerCertificate.of(Files.readString(certificate), Files.readString(key));
    // Then
    assertThat(read.names()).containsExactly("mail.example.org", "*.example.net");
    assertThat(read.endsAt()).isBetween(Instant.now(), Instant.now().plusSeconds(11 * 86_400));
    assertThat(read.endPoint()).hasSize(32);
  }

  @Test
  void shouldSayWhatIsWrong() throws Exception {
    // Given
    var one = TestCertificate.of("one.example");
    var other = TestCertificate.of("other.example");
    var encrypted =
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        AAAA
        -----END ENCRYPTED PRIVATE KEY-----
        """;
    var old =
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """;
    var garbled =
        """
        -----BEGIN CERTIFICATE-----
        AAAA
        -----END CERTIFICATE-----
        """;
    // Then
    assertThatThrownBy(() -> ServerCertificate.of(one.chainPem(), other.keyPem()))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("not that of the first certificate");
    assertThatThrownBy(() -> ServerCertificate.of(one.keyPem(), one.keyPem()))
        .hasMessageContaining("no CERTIFICATE");
    assertThatThrownBy(() -> ServerCertificate.of(garbled, one.keyPem()))
        .isInstanceOf(GeneralSecurityException.class);
    for (var key : List.of(encrypted, old)) {
      assertThatThrownBy(() -> Pem.key(key)).hasMessageContaining("encrypted");
    }
    assertThatThrownBy(() -> Pem.key("")).hasMessageContaining("no PRIVATE KEY");
  }

  @Test
  void shouldMakeACertificateThatOpensslTakes() throws Exception {
    // Given
    var made = TestCertificate.of("mx.example.net");
    var file = Files.writeString(folder.resolve("made.pem"), made.chainPem());
    // When
    var shown = Openssl.run("x509", "-in", file.toString(), "-noout", "-text");
    var verified = Openssl.run("verify", "-CAfile", file.toString(), file.toString());
    // Then
    assertThat(shown).contains("DNS:mx.example.net").contains("ecdsa-with-SHA256");
    assertThat(verified).contains(": OK");
  }
}

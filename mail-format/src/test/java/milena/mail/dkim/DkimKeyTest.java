package milena.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import milena.mail.address.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DkimKeyTest {

  private static final Domain.Name DOMAIN = new Domain.Name("example.com");

  private static byte[] der(int bits) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair().getPrivate().getEncoded();
  }

  private static String pem(String label, byte[] der) {
    var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  @Test
  void shouldReadBothKindsOfPem() throws GeneralSecurityException {
    // Given
    var pkcs8 = der(2048);
    // In PKCS#8 of 2048 bits the PKCS#1 key begins after 26 octets of version and algorithm.
    var pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);

    // When
    var modern = DkimKey.fromPem(DOMAIN, "s1", pem("PRIVATE KEY", pkcs8));
    var old = DkimKey.fromPem(DOMAIN, "s1", "comment\n" + pem("RSA PRIVATE KEY", pkcs1));

    // Then
    assertThat(old.privateKey().getModulus()).isEqualTo(modern.privateKey().getModulus());
    assertThat(old.privateKey()).isInstanceOf(RSAPrivateKey.class);
  }

  @Test
  void shouldRefuseWhatIsNoUsableKeyWithoutQuotingIt() throws GeneralSecurityException {
    var weak = pem("PRIVATE KEY", der(512));
    assertThatThrownBy(() -> DkimKey.fromPem(DOMAIN, "s", weak))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024 bits");
    for (var pem :
        new String[] {
          "",
          "-----BEGIN PRIVATE KEY-----",
          pem("PRIVATE KEY", new byte[] {1, 2, 3}),
          pem("RSA PRIVATE KEY", new byte[0]),
          "-----END PRIVATE KEY----- -----BEGIN PRIVATE KEY-----"
        }) {
      assertThatThrownBy(() -> DkimKey.fromPem(DOMAIN, "s", pem))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> DkimKey.fromPem(DOMAIN, "s", pem("ENCRYPTED PRIVATE KEY", der(512))))
        .hasMessageContaining("passphrase");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;", "-a", "a.", "é"})
  void shouldRefuseABadSelector(String selector) throws GeneralSecurityException {
    var pem = pem("PRIVATE KEY", der(1024));
    assertThatThrownBy(() -> DkimKey.fromPem(DOMAIN, selector, pem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("selector");
  }

  @Test
  void shouldNotShowItself() throws GeneralSecurityException {
    assertThat(DkimKey.fromPem(DOMAIN, "s", pem("PRIVATE KEY", der(1024))))
        .hasToString("DkimKey[s._domainkey.example.com]");
  }
}

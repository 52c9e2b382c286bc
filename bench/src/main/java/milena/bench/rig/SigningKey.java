package milena.bench.rig;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/** A key for DKIM signatures, made for one comparison. */
final class SigningKey {
  private static final int BITS = 2048;

  private SigningKey() {}

  /**
   * Makes a key of RSA with 2,048 bits and writes it as PEM (PKCS#8).
   *
   * @throws IOException when the file cannot be written
   */
  static void write(Path file) throws IOException {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      Pem.write(file, "PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has RSA", impossible);
    }
  }
}

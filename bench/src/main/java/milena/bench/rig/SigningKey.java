package milena.bench.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A key for DKIM signatures, made for one comparison. */
final class SigningKey {
  private static final int BITS = 2048;
  private static final int LINE = 64;

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
      var encoder = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
      Files.writeString(
          file,
          "-----BEGIN PRIVATE KEY-----\n"
              + encoder.encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has RSA", impossible);
    }
  }
}

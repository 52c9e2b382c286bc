package milena.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

/** A key and a certificate of its own for TLS, made for one run by the JDK's keytool. */
public final class ServerKey {
  private static final String NAME = "bench";

  /** Guards nothing: the store lies beside the key in the clear. */
  private static final String STORE_PASSWORD = "changeit";

  private ServerKey() {}

  /**
   * Writes {@code tls.crt} and {@code tls.key} into a folder.
   *
   * @throws IOException when they cannot be made
   * @throws InterruptedException when the thread is interrupted
   */
  public static void write(Path folder) throws IOException, InterruptedException {
    var store = folder.resolve("tls.p12");
    Files.deleteIfExists(store);
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Program.run(
        "keytool",
        folder,
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            NAME,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-validity",
            "30",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            STORE_PASSWORD));
    try {
      var made = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
      Pem.write(folder.resolve("tls.crt"), "CERTIFICATE", made.getCertificate(NAME).getEncoded());
      Pem.write(
          folder.resolve("tls.key"),
          "PRIVATE KEY",
          made.getKey(NAME, STORE_PASSWORD.toCharArray()).getEncoded());
    } catch (GeneralSecurityException broken) {
      throw new IOException("keytool made a store that cannot be read: " + store, broken);
    }
  }
}

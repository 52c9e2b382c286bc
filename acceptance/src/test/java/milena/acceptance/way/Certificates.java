package milena.acceptance.way;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What servers show when they are asked who they are. */
final class Certificates {

  private static final String PASSWORD = "acceptance";

  private Certificates() {}

  /** A certificate that nobody else has signed, for another name. */
  static SSLContext selfSigned(Path folder) throws Exception {
    var file = folder.resolve("server.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var made =
        new ProcessBuilder(keytool, "-genkeypair", "-alias", "server", "-keyalg", "EC")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    made.command().addAll(List.of("-dname", "CN=somebody.else", "-storetype", "PKCS12"));
    made.command().addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    if (made.start().waitFor() != 0) {
      throw new IllegalStateException("keytool made no certificate");
    }
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** None at all: every handshake fails. */
  static SSLContext none() throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[0], null, null);
    return context;
  }
}

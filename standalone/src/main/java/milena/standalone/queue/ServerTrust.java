package milena.standalone.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Who vouches for the processes that are asked over TLS. */
public final class ServerTrust {
  private static final int MOST_BYTES = 1 << 20;

  private final @Nullable SSLContext context;

  private ServerTrust(@Nullable SSLContext context) {
    this.context = context;
  }

  /** The authorities that this Java trusts. */
  public static ServerTrust ofThisJava() {
    return new ServerTrust(null);
  }

  /**
   * The authorities of a PEM file, or servers' own certificates, and nobody else.
   *
   * @throws IOException saying why that cannot be
   */
  public static ServerTrust of(Path file) throws IOException {
    try (var content = Files.newInputStream(file)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var text = new ByteArrayInputStream(content.readNBytes(MOST_BYTES));
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(text)) {
        store.setCertificateEntry("ca-" + store.size(), each);
      }
      if (store.size() == 0) {
        throw new CertificateException("there is no CERTIFICATE in it");
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return new ServerTrust(context);
    } catch (GeneralSecurityException wrong) {
      throw new IOException(wrong.getMessage(), wrong);
    }
  }

  /** The same client, which believes these. */
  HttpClient.Builder of(HttpClient.Builder client) {
    return context == null ? client : client.sslContext(context);
  }
}

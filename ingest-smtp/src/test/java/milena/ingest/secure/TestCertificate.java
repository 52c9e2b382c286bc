package milena.ingest.secure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that vouches for itself, as files and as a client sees it. */
public final class TestCertificate {

  private final ServerCertificate certificate;

  private TestCertificate(ServerCertificate certificate) {
    this.certificate = certificate;
  }

  public static TestCertificate of(String name) throws GeneralSecurityException {
    return new TestCertificate(SelfSigned.of(name, Instant.now()));
  }

  public X509Certificate x509() {
    return certificate.chain().getFirst();
  }

  public String chainPem() throws GeneralSecurityException {
    return pem("CERTIFICATE", x509().getEncoded());
  }

  public String keyPem() {
    return pem("PRIVATE KEY", certificate.key().getEncoded());
  }

  private static String pem(String label, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, lines);
  }

  /** Writes both files. */
  public CertificateFiles write(Path folder, String stem)
      throws IOException, GeneralSecurityException {
    return new CertificateFiles(
        Files.writeString(folder.resolve(stem + ".pem"), chainPem()),
        Files.writeString(folder.resolve(stem + ".key"), keyPem()));
  }

  /** A client that believes these, and shows none. */
  public static SSLContext trusting(TestCertificate... servers) throws Exception {
    return client(null, servers);
  }

  /** A client that shows this one. */
  public SSLContext showing(TestCertificate... servers) throws Exception {
    return client(this, servers);
  }

  private static SSLContext client(
      @org.jspecify.annotations.Nullable TestCertificate own, TestCertificate... servers)
      throws Exception {
    var trusted = store();
    for (int i = 0; i < servers.length; i++) {
      trusted.setCertificateEntry("server-" + i, servers[i].x509());
    }
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(own == null ? null : own.keys(), trust.getTrustManagers(), null);
    return context;
  }

  private javax.net.ssl.KeyManager[] keys() throws Exception {
    var own = store();
    own.setKeyEntry("own", certificate.key(), new char[0], new X509Certificate[] {x509()});
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, new char[0]);
    return keys.getKeyManagers();
  }

  private static KeyStore store() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}

package milena.ingest.secure;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import milena.ingest.accept.TlsSession.ClientCertificate;

/**
 * The CAs by which client certificates are verified. A certificate that is not is no reason to end
 * a handshake, as a client may show the one that it has for others: what it proves is only told.
 */
final class ClientTrust {

  private final X509TrustManager byOurCas;

  private ClientTrust(X509TrustManager byOurCas) {
    this.byOurCas = byOurCas;
  }

  /**
   * Trust in the CAs of a PEM file's content.
   *
   * @throws GeneralSecurityException saying what is wrong with it
   */
  static ClientTrust of(String pem) throws GeneralSecurityException {
    return of(Pem.certificates(pem));
  }

  private static ClientTrust of(List<X509Certificate> cas) throws GeneralSecurityException {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < cas.size(); i++) {
        store.setCertificateEntry("ca-" + i, cas.get(i));
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (var manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return new ClientTrust(x509);
        }
      }
      throw new GeneralSecurityException("this Java has no PKIX");
    } catch (java.io.IOException impossible) {
      throw new GeneralSecurityException(impossible);
    }
  }

  /** What a client has shown. */
  ClientCertificate judge(X509Certificate[] chain) throws GeneralSecurityException {
    var digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
    return new ClientCertificate(HexFormat.of().formatHex(digest), isVerified(chain));
  }

  private boolean isVerified(X509Certificate[] chain) {
    try {
      byOurCas.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
      return true;
    } catch (CertificateException notOurs) {
      return false;
    }
  }

  /** For the handshake: names our CAs to the client, and takes whatever it shows. */
  X509ExtendedTrustManager asking() {
    return new Asking(byOurCas.getAcceptedIssuers());
  }

  // TLS itself checks that the client has the key; all else is judged when the handshake is over.
  private static final class Asking extends X509ExtendedTrustManager {
    private final X509Certificate[] issuers;

    Asking(X509Certificate[] issuers) {
      this.issuers = issuers;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("this is a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("this is a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("this is a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return issuers.clone();
    }
  }
}

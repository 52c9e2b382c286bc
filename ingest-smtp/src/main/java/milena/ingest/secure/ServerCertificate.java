package milena.ingest.secure;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A certificate of ours with its key, which belong together.
 *
 * @param chain our certificate first
 * @param names from its subjectAltName, in lower case; a wildcard begins with an asterisk
 * @param endsAt when clients stop to believe it
 */
record ServerCertificate(
    List<X509Certificate> chain, PrivateKey key, List<String> names, Instant endsAt) {

  /** GeneralName of type dNSName (RFC 5280 §4.2.1.6). */
  private static final int DNS_NAME = 2;

  ServerCertificate {
    chain = List.copyOf(chain);
    names = List.copyOf(names);
  }

  /**
   * Reads both files' content.
   *
   * @throws GeneralSecurityException saying what is wrong with them
   */
  static ServerCertificate of(String chainPem, String keyPem) throws GeneralSecurityException {
    return of(Pem.certificates(chainPem), Pem.key(keyPem));
  }

  static ServerCertificate of(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException {
    var leaf = chain.getFirst();
    if (!belongTogether(leaf, key)) {
      throw new GeneralSecurityException("the key is not that of the first certificate");
    }
    var names = new ArrayList<String>();
    var alternatives = leaf.getSubjectAlternativeNames();
    for (var name : alternatives == null ? List.<List<?>>of() : alternatives) {
      if (name.get(0) instanceof Integer type && type == DNS_NAME) {
        names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
      }
    }
    return new ServerCertificate(chain, key, names, leaf.getNotAfter().toInstant());
  }

  // Not while a certificate is replaced, when one file may already be new and the other not yet.
  private static boolean belongTogether(X509Certificate leaf, PrivateKey key)
      throws GeneralSecurityException {
    if (!leaf.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    var probe = leaf.getEncoded();
    var signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(probe);
    var verifying = Signature.getInstance(algorithm);
    verifying.initVerify(leaf.getPublicKey());
    verifying.update(probe);
    return verifying.verify(signing.sign());
  }

  /**
   * The hash for {@code tls-server-end-point}: that of the certificate's own signature, but SHA-256
   * in place of MD5 and SHA-1 (RFC 5929 §4.1).
   */
  byte[] endPoint() throws GeneralSecurityException {
    var leaf = chain.getFirst();
    var signature = leaf.getSigAlgName().toUpperCase(Locale.ROOT);
    var hash = "SHA-256";
    for (var longer : List.of("SHA384", "SHA512")) {
      if (signature.startsWith(longer)) {
        hash = longer.replace("SHA", "SHA-");
      }
    }
    return MessageDigest.getInstance(hash).digest(leaf.getEncoded());
  }
}

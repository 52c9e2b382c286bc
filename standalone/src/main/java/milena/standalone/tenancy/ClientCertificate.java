package milena.standalone.tenancy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * A client's certificate from a file.
 *
 * @param fingerprint SHA-256 of its DER form, in lower-case hexadecimal digits
 * @param subject its subject, for the operator
 */
public record ClientCertificate(String fingerprint, String subject) {

  /**
   * Reads the first certificate of a file, in PEM or DER.
   *
   * @throws IOException if it cannot be read, or holds none
   */
  public static ClientCertificate read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var found = CertificateFactory.getInstance("X.509").generateCertificate(in);
      if (!(found instanceof X509Certificate certificate)) {
        throw new IOException(file + " holds no X.509 certificate");
      }
      var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new ClientCertificate(
          HexFormat.of().formatHex(digest), certificate.getSubjectX500Principal().getName());
    } catch (GeneralSecurityException none) {
      throw new IOException(file + " holds no X.509 certificate", none);
    }
  }
}

package milena.ingest.secure;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Certificates and private keys in the text form of RFC 7468. */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private static final byte[] VERSION_0 = Der.hex("020100");
  private static final byte[] RSA = Der.hex("300d06092a864886f70d0101010500");
  private static final byte[] EC_OID = Der.hex("06072a8648ce3d0201");

  /** The curves of which a SEC 1 key may be, as the element that names them in it. */
  private static final List<byte[]> CURVES =
      List.of(
          Der.hex("06082a8648ce3d030107"), Der.hex("06052b81040022"), Der.hex("06052b81040023"));

  private Pem() {}

  private record Block(String label, String base64) {

    byte[] der() throws GeneralSecurityException {
      try {
        return Base64.getMimeDecoder().decode(base64);
      } catch (IllegalArgumentException wrong) {
        throw new GeneralSecurityException("the " + label + " in it is not Base64", wrong);
      }
    }
  }

  /**
   * Every certificate of a file.
   *
   * @throws GeneralSecurityException if there is none, or one that cannot be read
   */
  static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
    var found = new ArrayList<X509Certificate>();
    var factory = CertificateFactory.getInstance("X.509");
    for (var block : blocks(text)) {
      if (block.label().equals("CERTIFICATE")) {
        found.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
      }
    }
    if (found.isEmpty()) {
      throw new CertificateException("there is no CERTIFICATE in it");
    }
    return found;
  }

  /**
   * The first private key of a file.
   *
   * @throws GeneralSecurityException saying why there is none that can be used
   */
  static PrivateKey key(String text) throws GeneralSecurityException {
    if (text.contains("ENCRYPTED")) {
      throw new GeneralSecurityException("the key is encrypted; it has to be without");
    }
    for (var block : blocks(text)) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return ofPkcs8(block.der());
        }
        case "RSA PRIVATE KEY" -> {
          return ofPkcs8(wrapped(RSA, block.der()));
        }
        case "EC PRIVATE KEY" -> {
          return ofPkcs8(wrapped(Der.of(Der.SEQUENCE, EC_OID, curve(block.der())), block.der()));
        }
        // Parameters of a curve, or a certificate in the same file.
        default -> {}
      }
    }
    throw new GeneralSecurityException(
        "there is no PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY in it");
  }

  private static PrivateKey ofPkcs8(byte[] der) throws GeneralSecurityException {
    var spec = new PKCS8EncodedKeySpec(der);
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (GeneralSecurityException notRsa) {
      try {
        return KeyFactory.getInstance("EC").generatePrivate(spec);
      } catch (GeneralSecurityException notEither) {
        throw new GeneralSecurityException("the key is neither RSA nor EC", notEither);
      }
    }
  }

  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return Der.of(Der.SEQUENCE, VERSION_0, algorithm, Der.of(Der.OCTET_STRING, key));
  }

  /** A SEC 1 key says inside of which curve it is, where PKCS#8 has it outside. */
  private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
    for (var curve : CURVES) {
      if (contains(sec1, Der.of(0xa0, curve))) {
        return curve;
      }
    }
    throw new GeneralSecurityException("the key's curve is none of P-256, P-384 and P-521");
  }

  private static boolean contains(byte[] all, byte[] part) {
    for (int at = 0; at + part.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private static List<Block> blocks(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .map(block -> new Block(block.group(1), block.group(2)))
        .toList();
  }
}

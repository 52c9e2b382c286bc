package milena.mail.dkim;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import milena.mail.address.Domain;

/**
 * A private key and the DNS name under which its public half is found.
 *
 * @param domain the signing domain, {@code d=}
 * @param selector which of the domain's keys it is, {@code s=}
 * @param privateKey RSA, 1024 bits or more
 */
public record DkimKey(Domain.Name domain, String selector, RSAPrivateKey privateKey) {

  /** Verifiers must not accept less (RFC 8301 §3.2). */
  private static final int MIN_BITS = 1024;

  private static final String PKCS8 = "PRIVATE KEY";
  private static final String PKCS1 = "RSA PRIVATE KEY";

  /** DER of {@code version 0, algorithm rsaEncryption}, which PKCS#8 puts before a PKCS#1 key. */
  private static final byte[] RSA_ALGORITHM = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  /**
   * @throws IllegalArgumentException if the key is too short or the selector is not one
   */
  public DkimKey {
    if (selector.length() > 63 || !selector.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")) {
      throw new IllegalArgumentException("not a DKIM selector");
    }
    if (privateKey.getModulus().bitLength() < MIN_BITS) {
      throw new IllegalArgumentException("a DKIM key needs at least 1024 bits");
    }
  }

  /**
   * Reads an unencrypted PEM file, PKCS#8 ({@code BEGIN PRIVATE KEY}) or PKCS#1 ({@code BEGIN RSA
   * PRIVATE KEY}).
   *
   * @throws IllegalArgumentException if it is not such a key, or not one that {@link DkimKey} takes
   */
  public static DkimKey fromPem(Domain.Name domain, String selector, String pem) {
    var pkcs8 = section(pem, PKCS8);
    var pkcs1 = section(pem, PKCS1);
    if (pkcs8.isEmpty() && pkcs1.isEmpty()) {
      throw new IllegalArgumentException(
          pem.contains("ENCRYPTED")
              ? "the DKIM key is encrypted; give it without a passphrase"
              : "no PRIVATE KEY or RSA PRIVATE KEY in the DKIM key file");
    }
    try {
      var der =
          pkcs8.isEmpty()
              ? wrapped(Base64.getMimeDecoder().decode(pkcs1))
              : Base64.getMimeDecoder().decode(pkcs8);
      var key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
      return new DkimKey(domain, selector, (RSAPrivateKey) key);
    } catch (GeneralSecurityException notRsa) {
      throw new IllegalArgumentException("the DKIM key is not an RSA private key", notRsa);
    }
  }

  private static String section(String pem, String label) {
    var begin = "-----BEGIN " + label + "-----";
    var start = pem.indexOf(begin);
    var end = pem.indexOf("-----END " + label + "-----");
    return start < 0 || end < start ? "" : pem.substring(start + begin.length(), end);
  }

  private static byte[] wrapped(byte[] pkcs1) {
    var inside = new ByteArrayOutputStream();
    inside.writeBytes(RSA_ALGORITHM);
    inside.writeBytes(tagged(4, pkcs1));
    return tagged(0x30, inside.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    // The long form with four octets is valid BER for any length and read by the JDK.
    out.write(0x84);
    for (var shift = 24; shift >= 0; shift -= 8) {
      out.write(content.length >>> shift);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** Names the key without showing it. */
  @Override
  public String toString() {
    return "DkimKey[" + selector + "._domainkey." + domain.ascii() + "]";
  }
}

package milena.ingest.secure;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A certificate that vouches for itself, made in memory: for a sandbox, where nobody checks it. The
 * JDK can read certificates but not make one, so its DER is put together here (RFC 5280 §4.1).
 */
final class SelfSigned {

  private static final Duration LASTS = Duration.ofDays(397);
  private static final int SERIAL_BYTES = 16;
  private static final int DNS_NAME = 0x82;

  private static final byte[] VERSION_3 = Der.hex("a003020102");
  private static final byte[] ECDSA_SHA256 = Der.hex("300a06082a8648ce3d040302");
  private static final byte[] COMMON_NAME = Der.hex("0603550403");
  private static final byte[] SUBJECT_ALT_NAME = Der.hex("0603551d11");
  private static final byte[] NO_PADDING = {0};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SelfSigned() {}

  /** One for a name, valid from a day ago, so that clocks need not agree. */
  static ServerCertificate of(String name, Instant now) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var keys = generator.generateKeyPair();
    var der = signed(toBeSigned(name, now, keys), keys);
    var certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    return ServerCertificate.of(List.of(certificate), keys.getPrivate());
  }

  private static byte[] toBeSigned(String name, Instant now, KeyPair keys) {
    var serial = new byte[SERIAL_BYTES];
    new SecureRandom().nextBytes(serial);
    // Positive, and no octet more than its value needs.
    serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
    var common = Der.of(Der.SEQUENCE, COMMON_NAME, Der.text(Der.UTF8_STRING, "Milena sandbox"));
    var ours = Der.of(Der.SEQUENCE, Der.of(Der.SET, common));
    var validity =
        Der.of(
            Der.SEQUENCE,
            Der.text(Der.GENERALIZED_TIME, TIME.format(now.minus(Duration.ofDays(1)))),
            Der.text(Der.GENERALIZED_TIME, TIME.format(now.plus(LASTS))));
    var names = Der.of(Der.SEQUENCE, Der.text(DNS_NAME, name));
    var extension = Der.of(Der.SEQUENCE, SUBJECT_ALT_NAME, Der.of(Der.OCTET_STRING, names));
    return Der.of(
        Der.SEQUENCE,
        VERSION_3,
        Der.of(Der.INTEGER, serial),
        ECDSA_SHA256,
        ours,
        validity,
        ours,
        keys.getPublic().getEncoded(),
        Der.of(0xa3, Der.of(Der.SEQUENCE, extension)));
  }

  private static byte[] signed(byte[] toBeSigned, KeyPair keys) throws GeneralSecurityException {
    var signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(keys.getPrivate());
    signing.update(toBeSigned);
    return Der.of(
        Der.SEQUENCE, toBeSigned, ECDSA_SHA256, Der.of(Der.BIT_STRING, NO_PADDING, signing.sign()));
  }
}

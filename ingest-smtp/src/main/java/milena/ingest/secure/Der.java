package milena.ingest.secure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The little of DER (X.690) that keys and a certificate of our own need. */
final class Der {

  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int UTF8_STRING = 0x0c;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private Der() {}

  /** One element around others. */
  static byte[] of(int tag, byte[]... contents) {
    var inside = new ByteArrayOutputStream();
    for (var content : contents) {
      inside.writeBytes(content);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = inside.size();
    if (length >= 0x80) {
      int octets = length > 0xffff ? 3 : length > 0xff ? 2 : 1;
      out.write(0x80 | octets);
      for (int shift = 8 * (octets - 1); shift > 0; shift -= 8) {
        out.write(length >>> shift);
      }
    }
    out.write(length);
    out.writeBytes(inside.toByteArray());
    return out.toByteArray();
  }

  static byte[] text(int tag, String ascii) {
    return of(tag, ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /** A whole element written as hexadecimal digits. */
  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}

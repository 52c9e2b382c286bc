package milena.router.shape;

import java.nio.ByteBuffer;

/** The bytes that a record's field holds. */
final class Bytes {
  private Bytes() {}

  static byte[] of(ByteBuffer field) {
    var bytes = new byte[field.remaining()];
    field.duplicate().get(bytes);
    return bytes;
  }
}

package milena.http.recall;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Answers in fewer bytes: that of a large batch has each of its recipients in it. */
final class Packed {

  private Packed() {}

  static ByteBuffer pack(byte[] bytes) {
    if (bytes.length == 0) {
      return ByteBuffer.allocate(0);
    }
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return ByteBuffer.wrap(packed.toByteArray());
  }

  static byte[] unpack(ByteBuffer packed) {
    if (!packed.hasRemaining()) {
      return new byte[0];
    }
    var bytes = new byte[packed.remaining()];
    packed.duplicate().get(bytes);
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return gzip.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}

package milena.schemas;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;

/**
 * Avro's binary encoding into one array that is used again and again. Avro's own buffered encoder
 * copies every {@code bytes} field into an array of its own on the way, and a message's body is
 * such a field.
 */
final class RecordBytes extends BinaryEncoder {
  private static final int FIRST = 1024;

  /** What is larger is not held on to for the next record. */
  private static final int KEPT = 256 << 10;

  private static final int LONGEST_NUMBER = 10;

  private byte[] bytes = new byte[FIRST];
  private int length;

  /** Begins another record, behind these bytes. */
  void begin(byte[] header) {
    if (bytes.length > KEPT) {
      bytes = new byte[FIRST];
    }
    length = 0;
    writeFixed(header, 0, header.length);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int count) {
    if (count > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), bytes.length * 2));
    }
  }

  @Override
  protected void writeZero() {
    reserve(1);
    bytes[length++] = 0;
  }

  @Override
  public void writeBoolean(boolean value) {
    reserve(1);
    length += BinaryData.encodeBoolean(value, bytes, length);
  }

  @Override
  public void writeInt(int value) {
    reserve(LONGEST_NUMBER);
    length += BinaryData.encodeInt(value, bytes, length);
  }

  @Override
  public void writeLong(long value) {
    reserve(LONGEST_NUMBER);
    length += BinaryData.encodeLong(value, bytes, length);
  }

  @Override
  public void writeFloat(float value) {
    reserve(Float.BYTES);
    length += BinaryData.encodeFloat(value, bytes, length);
  }

  @Override
  public void writeDouble(double value) {
    reserve(Double.BYTES);
    length += BinaryData.encodeDouble(value, bytes, length);
  }

  @Override
  public void writeFixed(byte[] from, int start, int count) {
    reserve(count);
    System.arraycopy(from, start, bytes, length, count);
    length += count;
  }

  @Override
  public void writeFixed(ByteBuffer from) {
    int count = from.remaining();
    reserve(count);
    from.get(from.position(), bytes, length, count);
    length += count;
  }

  @Override
  public void flush() {
    // There is nothing behind it.
  }

  @Override
  public int bytesBuffered() {
    return length;
  }
}

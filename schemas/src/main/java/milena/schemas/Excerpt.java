package milena.schemas;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * As much of what could not be read as a dead letter keeps. With everything beside it a dead letter
 * must still be a record that the log takes, or the stage that writes it would never get past.
 */
public final class Excerpt {

  /** The most that is kept of a key or a value. */
  public static final int MAX_BYTES = 1024 * 1024;

  private Excerpt() {}

  /** The first of these bytes; null for none. */
  public static @Nullable ByteBuffer of(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, MAX_BYTES));
  }
}

package milena.ingest.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a body into slices of at most a chunk's size, holding never more than one. A slice is cut
 * only when more follows, so that the last one is known to be the last.
 */
final class ContentChunker {

  private static final int FIRST_BUFFER = 8 * 1024;
  private static final int GROWTH = 4;

  private final String contentId;
  private final int maxChunk;
  private byte[] buffer = new byte[0];
  private int length;
  private int nextIndex;
  private long size;

  ContentChunker(String contentId, int maxChunk) {
    this.contentId = contentId;
    this.maxChunk = maxChunk;
  }

  /** Takes as many of the bytes as fit and says how many; 0 means that a slice must be cut. */
  int add(byte[] bytes, int offset, int count) {
    int taken = Math.min(count, maxChunk - length);
    if (length + taken > buffer.length) {
      grow(length + taken);
    }
    System.arraycopy(bytes, offset, buffer, length, taken);
    length += taken;
    size += taken;
    return taken;
  }

  private void grow(int needed) {
    int more = Math.max(FIRST_BUFFER, Math.max(needed, buffer.length * GROWTH));
    buffer = Arrays.copyOf(buffer, Math.min(maxChunk, more));
  }

  /** Bytes held and not yet cut. */
  int held() {
    return length;
  }

  /** Bytes of the whole body so far. */
  long size() {
    return size;
  }

  /** Whether nothing has been cut, so that the whole body is still here. */
  boolean whole() {
    return nextIndex == 0;
  }

  /** The next slice: everything that is held. What follows is written over it. */
  ContentSlice cut(boolean last) {
    var slice = new ContentSlice(contentId, nextIndex++, last, ByteBuffer.wrap(buffer, 0, length));
    length = 0;
    return slice;
  }

  /** The whole body, or null when part of it has been cut. */
  @Nullable Content inline() {
    return whole() ? new Content.Inline(ByteBuffer.wrap(buffer, 0, length)) : null;
  }
}

package milena.delivery.connect;

/** A message's bytes: at hand when small, read chunk by chunk when large. */
public sealed interface LetterBody {

  /** Bytes of the whole message. */
  long size();

  /**
   * All bytes at hand.
   *
   * @param bytes not written to by anybody any more
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares letters, and a copy would cost
  record Whole(byte[] bytes) implements LetterBody {
    @Override
    public long size() {
      return bytes.length;
    }
  }

  /**
   * Read one chunk after another.
   *
   * @param size bytes of all chunks together
   * @param chunks how many there are
   * @param reader reads one of them
   */
  record Chunked(long size, int chunks, ChunkReader reader) implements LetterBody {}
}

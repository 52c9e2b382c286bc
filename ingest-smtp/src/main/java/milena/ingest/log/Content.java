package milena.ingest.log;

import java.util.List;

/** A body as a submission carries it. */
public sealed interface Content extends ContentOutcome {

  /** Bytes in the whole message. */
  long size();

  /**
   * Inside the submission.
   *
   * @param buffer holds the message from its first byte on; not changed any more
   * @param length bytes of it that count
   */
  record Inline(byte[] buffer, int length) implements Content {
    @Override
    public long size() {
      return length;
    }
  }

  /**
   * Chunks in {@code mail.content}, every one acknowledged.
   *
   * @param contentId their key
   * @param partition the one partition that holds them all
   * @param offsets of each chunk, in order
   */
  record Chunked(String contentId, int partition, List<Long> offsets, long size)
      implements Content {
    /** Copies the offsets. */
    public Chunked {
      offsets = List.copyOf(offsets);
    }
  }
}

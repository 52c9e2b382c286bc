package milena.ingest.log;

import java.nio.ByteBuffer;
import java.util.List;

/** A body as a submission carries it. */
public sealed interface Content extends ContentOutcome {

  /** Bytes in the whole message. */
  long size();

  /**
   * Inside the submission.
   *
   * @param data the message; not changed any more
   */
  record Inline(ByteBuffer data) implements Content {
    @Override
    public long size() {
      return data.remaining();
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

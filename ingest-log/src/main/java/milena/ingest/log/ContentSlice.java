package milena.ingest.log;

import java.nio.ByteBuffer;

/**
 * One chunk of a large body on its way to {@code mail.content}.
 *
 * @param contentId what it is a slice of
 * @param index 0 for the first
 * @param last whether it ends the body
 * @param data the slice, at most {@code Topics.MAX_CHUNK_BYTES}; it is there only for the call that
 *     hands it over, and is written over after that
 */
public record ContentSlice(String contentId, int index, boolean last, ByteBuffer data) {

  int length() {
    return data.remaining();
  }
}

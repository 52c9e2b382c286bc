package milena.ingest.log;

/**
 * One chunk of a large body on its way to {@code mail.content}.
 *
 * @param contentId what it is a slice of
 * @param index 0 for the first
 * @param last whether it ends the body
 * @param buffer holds the slice from its first byte on; not changed any more
 * @param length bytes of it that count, at most {@code Topics.MAX_CHUNK_BYTES}
 */
public record ContentSlice(String contentId, int index, boolean last, byte[] buffer, int length) {}

package milena.delivery.connect;

import java.util.concurrent.CompletionStage;

/** Reads a large body piece by piece. */
@FunctionalInterface
public interface ChunkReader {

  /**
   * Reads one chunk.
   *
   * @param index 0 for the first
   * @return completes with its bytes, or exceptionally as {@link Consignment#open} does
   */
  CompletionStage<byte[]> read(int index);
}

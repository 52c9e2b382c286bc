package milena.bench.load;

/**
 * What the messages are made of.
 *
 * @param sizeBytes the exact size of each in octets, headers included, from 1 KiB to 64 MiB
 * @param seed what the words of the bodies are drawn by: the same seed gives the same bodies
 */
public record LoadContent(int sizeBytes, long seed) {
  private static final int SMALLEST = 1024;
  private static final int LARGEST = 64 << 20;

  /** Checks the range. */
  public LoadContent {
    if (sizeBytes < SMALLEST || sizeBytes > LARGEST) {
      throw new IllegalArgumentException(
          "size must be from " + SMALLEST + " to " + LARGEST + " bytes: " + sizeBytes);
    }
  }
}

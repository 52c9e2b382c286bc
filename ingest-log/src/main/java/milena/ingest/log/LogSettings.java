package milena.ingest.log;

import java.time.Duration;
import milena.schemas.Topics;

/**
 * How ingest writes to the log.
 *
 * @param inlineLimit bodies up to this many bytes travel inside the submission, larger ones as
 *     chunks; 1 to 1 MiB
 * @param memoryBudget bytes of bodies that may be held at once over all connections: under receipt
 *     or not yet acknowledged; at least two chunks
 * @param window chunks of one connection that may be unacknowledged before its reading stops
 * @param linger how long the producer waits for company for a record, so that one flush serves many
 *     connections; 0 to 100 ms
 * @param timeout after this long without an acknowledgement the client hears 451; at least 1 s
 */
public record LogSettings(
    int inlineLimit, long memoryBudget, int window, Duration linger, Duration timeout) {

  private static final int MAX_INLINE = 1024 * 1024;

  /** Checks the ranges. */
  public LogSettings {
    if (inlineLimit < 1 || inlineLimit > MAX_INLINE) {
      throw new IllegalArgumentException("inline limit " + inlineLimit + " is not in 1 to 1 MiB");
    }
    if (memoryBudget < 2L * Topics.MAX_CHUNK_BYTES || memoryBudget > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "memory budget " + memoryBudget + " is not in two chunks (256 KiB) to 2 GiB");
    }
    if (window < 1) {
      throw new IllegalArgumentException("a window of " + window + " chunks lets nothing through");
    }
    if (linger.isNegative() || linger.toMillis() > 100) {
      throw new IllegalArgumentException("linger " + linger + " is not in 0 to 100 ms");
    }
    if (timeout.toMillis() < 1000) {
      throw new IllegalArgumentException("log timeout " + timeout + " is shorter than 1 s");
    }
  }

  /** A chunk inline, 24 MiB of memory, 4 chunks, 1 ms, 15 s. */
  public static LogSettings defaults() {
    return new LogSettings(
        Topics.MAX_CHUNK_BYTES, 24L * 1024 * 1024, 4, Duration.ofMillis(1), Duration.ofSeconds(15));
  }
}

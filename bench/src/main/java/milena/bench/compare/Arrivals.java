package milena.bench.compare;

import java.io.IOException;
import java.time.Duration;

/** Waits until a sink has everything. */
public final class Arrivals {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 5;

  private Arrivals() {}

  /** How many have arrived so far. */
  @FunctionalInterface
  public interface Count {
    /** Returns it. */
    long now() throws IOException;
  }

  /**
   * Returns when so many have arrived.
   *
   * @throws IOException when none has for a minute and a half; the message says how many are
   *     missing
   * @throws InterruptedException when the thread is interrupted
   */
  public static void await(Count count, long wanted) throws IOException, InterruptedException {
    long seen = count.now();
    long since = System.nanoTime();
    while (seen < wanted) {
      if (System.nanoTime() - since > PATIENCE.toNanos()) {
        throw new IOException(
            "%,d of %,d messages have reached the sink, and none more for %d s"
                .formatted(seen, wanted, PATIENCE.toSeconds()));
      }
      Thread.sleep(POLL_MILLIS);
      long now = count.now();
      if (now != seen) {
        seen = now;
        since = System.nanoTime();
      }
    }
  }
}

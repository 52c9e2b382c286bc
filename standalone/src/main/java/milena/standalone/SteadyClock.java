package milena.standalone;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of day as it was at the start, moved on by the monotonic clock: a step of the machine's
 * clock ends nothing early and changes no order while the process runs.
 */
final class SteadyClock implements InstantSource {
  private static final long NANOS_PER_MS = 1_000_000;

  private final long startMillis = System.currentTimeMillis();
  private final long startNanos = System.nanoTime();

  @Override
  public long millis() {
    return startMillis + (System.nanoTime() - startNanos) / NANOS_PER_MS;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}

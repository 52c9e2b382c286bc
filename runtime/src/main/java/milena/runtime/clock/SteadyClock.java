package milena.runtime.clock;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of day as it was at the start, moved on by the monotonic clock: a step of the machine's
 * clock ends nothing early and changes no order while the process runs.
 */
public final class SteadyClock implements InstantSource {
  private static final long NANOS_PER_MS = 1_000_000;
  private static final double MS_PER_SECOND = 1_000;

  private static final SteadyClock PROCESS =
      new SteadyClock(System::currentTimeMillis, System::nanoTime);

  private final LongSupplier wallMillis;
  private final LongSupplier nanos;
  private final long startMillis;
  private final long startNanos;

  /**
   * Starts at the time of the wall clock.
   *
   * @param wallMillis the machine's clock, which somebody may set
   * @param nanos the monotonic clock
   */
  SteadyClock(LongSupplier wallMillis, LongSupplier nanos) {
    this.wallMillis = wallMillis;
    this.nanos = nanos;
    startMillis = wallMillis.getAsLong();
    startNanos = nanos.getAsLong();
  }

  /** The one that everything in this process goes by. */
  public static SteadyClock ofThisProcess() {
    return PROCESS;
  }

  @Override
  public long millis() {
    return startMillis + (nanos.getAsLong() - startNanos) / NANOS_PER_MS;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  /** By how much the machine's clock was set since the start, forwards if positive. */
  public double driftSeconds() {
    return (wallMillis.getAsLong() - millis()) / MS_PER_SECOND;
  }
}

package milena.runtime.lifecycle;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A point in time by the monotonic clock, shared by everything that must be done before it.
 *
 * @param atNanos on the clock's own scale
 * @param nanoClock such as {@code System::nanoTime}
 */
public record Deadline(long atNanos, LongSupplier nanoClock) {

  public static Deadline after(Duration duration, LongSupplier nanoClock) {
    return new Deadline(nanoClock.getAsLong() + duration.toNanos(), nanoClock);
  }

  /** What is left; zero once it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - nanoClock.getAsLong()));
  }

  public boolean hasPassed() {
    return atNanos - nanoClock.getAsLong() <= 0;
  }
}

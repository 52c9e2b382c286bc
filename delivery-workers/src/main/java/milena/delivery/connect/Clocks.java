package milena.delivery.connect;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two times that sending goes by.
 *
 * @param wall for deadlines in dispatches and for times in results
 * @param nanos the monotonic clock, for durations
 */
public record Clocks(InstantSource wall, LongSupplier nanos) {

  /** Those of the machine. */
  public static Clocks system() {
    return new Clocks(InstantSource.system(), System::nanoTime);
  }

  long now() {
    return wall.millis();
  }
}

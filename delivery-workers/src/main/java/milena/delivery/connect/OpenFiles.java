package milena.delivery.connect;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many connections the process has files for. When it runs out of them, the log that shares the
 * process cannot open its segments either.
 */
public final class OpenFiles {

  private static final int USUAL = 10_000;
  private static final int SHARE = 2;

  private OpenFiles() {}

  /** Returns 10,000, or half of the files that this process may open where that is less. */
  public static int forConnections() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? Math.clamp(system.getMaxFileDescriptorCount() / SHARE, 1, USUAL)
        : USUAL;
  }
}

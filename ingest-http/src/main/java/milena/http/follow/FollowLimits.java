package milena.http.follow;

import java.time.Duration;

/**
 * What one who asks may cost.
 *
 * @param lookups most at a time; one more hears 503
 * @param perTenant most at a time of one tenant; one more hears 429
 * @param time for one lookup
 * @param recipients most that are kept of one message
 * @param bytes about the most that an answer has
 */
public record FollowLimits(int lookups, int perTenant, Duration time, int recipients, int bytes) {

  /** Checks the ranges. */
  public FollowLimits {
    if (lookups < 1 || perTenant < 1 || recipients < 1 || bytes < 1 || !time.isPositive()) {
      throw new IllegalArgumentException("a lookup needs room and time");
    }
  }

  /** 4 lookups, 2 of one tenant, 10 seconds, 1,000 recipients, 1 MiB. */
  public static FollowLimits defaults() {
    return new FollowLimits(4, 2, Duration.ofSeconds(10), 1_000, 1 << 20);
  }
}

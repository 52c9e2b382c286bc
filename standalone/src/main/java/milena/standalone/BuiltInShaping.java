package milena.standalone;

import java.time.Duration;
import java.util.OptionalDouble;
import milena.delivery.claim.ClaimLimits;
import milena.router.shape.RetrySchedule;
import milena.router.shape.ShaperConfig;

/**
 * What the shaper goes by besides the policy: the settings of the process, and what is built in.
 */
public final class BuiltInShaping {
  private static final Duration DISPATCH_VALIDITY = Duration.ofSeconds(60);
  private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(30);

  /** Most dispatches outstanding for a site. */
  static final int WINDOW = 1024;

  private static final int MOST_OUTSTANDING = 20_000;

  private BuiltInShaping() {}

  /** By these settings, for each partition. */
  public static ShaperConfig of(MilenaConfig config) {
    var retries = config.retries();
    var rate = config.sites().messageRate();
    return new ShaperConfig(
        new RetrySchedule(retries.initial(), retries.factor(), retries.longest(), retries.jitter()),
        rate.isUnlimited() ? OptionalDouble.empty() : OptionalDouble.of(rate.perSecond()),
        WINDOW,
        MOST_OUTSTANDING,
        DISPATCH_VALIDITY,
        LONGEST_ATTEMPT,
        ClaimLimits.DEFAULT.lease());
  }
}

package milena.router.gate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import milena.policy.Applied;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.WarmUp;

/** The limits that plans of warming up come to. */
final class WarmUps {
  private static final long DAY_MS = 86_400_000;
  private static final int BURSTS_A_DAY = 20;

  private WarmUps() {}

  /** The day of a time, ms since 1970. */
  static LocalDate day(long now) {
    return Instant.ofEpochMilli(now).atZone(ZoneOffset.UTC).toLocalDate();
  }

  /**
   * What a plan allows on a day: at an even pace, with a burst that is part of the day's number.
   *
   * @param provider where to; the plan counts for each that it names, or for all together
   * @return empty when the source is warm
   */
  static Optional<Applied> limit(WarmUp plan, String provider, LocalDate day) {
    long most = plan.most(day);
    if (most == Long.MAX_VALUE) {
      return Optional.empty();
    }
    long burst = Math.max(1, most / BURSTS_A_DAY);
    // A burst of one only spaces them; of more, what was saved yesterday is part of today's.
    long evenly = burst == 1 ? most : most - burst;
    var where = plan.providers().isEmpty() ? "" : " " + provider;
    return Optional.of(
        new Applied(
            Per.GROUP,
            "warm-up " + plan.source() + where,
            Kind.MESSAGE_RATE,
            new Bound(evenly, DAY_MS, burst),
            plan.place()));
  }
}

package milena.router.gate;

import milena.policy.Bound;
import org.jspecify.annotations.Nullable;

/**
 * How one of the things stands that some traffic must pass.
 *
 * @param limit which limit, as the policy writes it; {@code suspension}, {@code hours} or {@code
 *     source} for what is none
 * @param per what it is counted for; empty for hours and sources
 * @param key which of them; of a source, its name
 * @param source whose own it is; empty where it holds whatever the source
 * @param bound how much, as lowered by reactions; null for what is no limit
 * @param left so many may pass now; -1 where only the limit's owner knows
 * @param opensAt when the next may pass, ms since 1970; no later than now when one may
 * @param sites how many sites of this process wait at it
 */
public record GateStanding(
    String limit,
    String per,
    String key,
    String source,
    @Nullable Bound bound,
    long left,
    long opensAt,
    int sites) {
  static final String SUSPENSION = "suspension";
  static final String HOURS = "hours";
  static final String SOURCE = "source";

  /** Whether it holds something back now. */
  public boolean holds(long now) {
    return opensAt > now || sites > 0;
  }

  /** Something that is shut until a time, and is no limit. */
  static GateStanding shut(String what, String key, String source, long until) {
    return new GateStanding(what, "", key, source, null, 0, until, 0);
  }
}

package milena.limits.share;

import org.jspecify.annotations.Nullable;

/**
 * The share of a limit that one process goes by, as a bucket of permits. One that never had an
 * award begins with a tenth of the limit; one whose award is not renewed goes on with it.
 */
final class Bucket {

  /** While something is asked of it, it reports so often. */
  static final long BUSY_REPORT_MS = 200;

  /** And otherwise so often. */
  static final long QUIET_REPORT_MS = 2_000;

  private static final int FIRST_SHARE = 10;
  private static final long QUIET_AFTER_MS = 10_000;
  private static final double AVERAGED_MS = 300;
  private static final double GIVEN_UP_MS = 400;
  private static final double PERMITS_AVERAGED = 10;
  private static final double GIVEN_BACK_MS = 400;
  private static final double ROOM = 1.01;
  private static final double GROWTH = 1.5;
  private static final int LEAST_WISH = 20;
  private static final long NO_SHARE_WAIT_MS = 1_000;

  private Limit limit;
  private long share;
  private long serial;
  private long validUntil;
  private double tokens;
  private long countedAt;
  private double demandPerMs;
  private double wish;
  private long taken;
  private long missed;
  private long askedAt;
  private long reportedAt;
  private boolean due = true;

  Bucket(Limit limit, long now) {
    this.limit = limit;
    this.share = limit.parts() / FIRST_SHARE;
    this.tokens = limit.burst(share);
    this.countedAt = now;
    this.reportedAt = now;
    this.askedAt = now - QUIET_AFTER_MS;
    this.validUntil = now + Sharing.LEASE_MS;
  }

  /** It is another limit from now on, of which it has the same part. */
  void become(Limit other, long now) {
    if (!other.equals(limit)) {
      count(now);
      share = Math.min(other.parts(), Math.round((double) share / limit.parts() * other.parts()));
      limit = other;
      tokens = Math.min(tokens, limit.burst(share));
      due = true;
    }
  }

  /**
   * How long until so many permits are there, ms; 0 for now. For more than it saves, until it is
   * full: what is taken then is paid back.
   */
  long wait(int amount, long now) {
    count(now);
    askedAt = now;
    double missing = Math.min(amount, limit.burst(share)) - tokens;
    if (missing <= 0) {
      return 0;
    }
    missed(amount, now);
    return share == 0 ? NO_SHARE_WAIT_MS : (long) Math.ceil(missing / limit.perMs(share));
  }

  /** So many were wanted, and are not taken. */
  void missed(int amount, long now) {
    askedAt = now;
    missed += amount;
  }

  /** Takes permits, whether or not they are there. */
  void take(int amount, long now) {
    count(now);
    askedAt = now;
    tokens -= amount;
    taken += amount;
  }

  private void count(long now) {
    if (now > countedAt) {
      double more = limit.perMs(share) * (now - countedAt);
      tokens = Math.min(limit.burst(share), tokens + more);
      countedAt = now;
    }
  }

  /** Goes by an award from now on, unless it has a later one. */
  void apply(Award award, long now) {
    if (award.serial() > serial) {
      count(now);
      due |= award.granted() != share;
      share = Math.clamp(award.granted(), 0, limit.parts());
      tokens = Math.min(tokens, limit.burst(share));
      serial = award.serial();
      validUntil = now + award.validMs();
    }
  }

  /** What is to be said now; null for nothing. */
  @Nullable Report report(String task, long now) {
    boolean quiet = now - askedAt >= QUIET_AFTER_MS;
    long elapsed = now - reportedAt;
    if (!due && elapsed < (quiet ? QUIET_REPORT_MS : BUSY_REPORT_MS)) {
      return null;
    }
    if (now - askedAt > averagedOver(GIVEN_UP_MS)) {
      demandPerMs = 0;
      wish = 0;
    } else if (elapsed > 0) {
      double weight = 1 - Math.exp(-elapsed / averagedOver(AVERAGED_MS));
      demandPerMs += weight * ((double) (taken + missed) / elapsed - demandPerMs);
      taken = 0;
      missed = 0;
    }
    // Whoever is refused may come again at once: what that adds is bounded.
    double most = Math.max(GROWTH * share, (double) limit.parts() / LEAST_WISH);
    double wanted = Math.min(most, demandPerMs * limit.periodMs() * Limit.PARTS * ROOM);
    // Slowly less, so that what is a little short does not take and give back all the time: what is
    // given back is nobody's for a round.
    double lower = wish + (wanted - wish) * (1 - Math.exp(-elapsed / averagedOver(GIVEN_BACK_MS)));
    wish = Math.min((double) limit.parts(), Math.max(wanted, lower));
    reportedAt = now;
    due = false;
    return new Report(limit, task, (long) wish, share, serial);
  }

  // What comes once a minute is not gone after a second.
  private double averagedOver(double leastMs) {
    return Math.max(leastMs, PERMITS_AVERAGED / limit.perMs(limit.parts()));
  }

  /** The part of the limit that it goes by, 0 to 1. */
  double part() {
    return (double) share / limit.parts();
  }

  /** Whether its share is older than a lease: the owner is away. */
  boolean expired(long now) {
    return now > validUntil;
  }
}

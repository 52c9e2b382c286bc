package milena.limits.lease;

import milena.limits.lease.StrictLimit.Rate;

/**
 * The permits of a rate that nobody has: what is leased to nobody gathers here. Together with all
 * that its users may have saved it is never above the burst. Times in ms.
 */
final class Pool {
  private double saved;
  private long settledAt;

  /**
   * Begins to gather.
   *
   * @param from when the last lease of an earlier owner ended; it may have given all there was
   */
  Pool(Rate limit, long from, long now) {
    settledAt = Math.max(from, now);
    saved = Math.min((double) limit.burst(), limit.perMs() * Math.max(0, now - from));
  }

  /**
   * Gathers until now.
   *
   * @param leased parts that may have been somebody's since the last time
   * @param potential what the users may have saved
   */
  void settle(Rate limit, long leased, double potential, long now) {
    if (now > settledAt) {
      saved +=
          Rate.perMs(Math.max(0, limit.parts() - leased), limit.periodMs()) * (now - settledAt);
      settledAt = now;
    }
    saved = Math.max(0, Math.min(saved, limit.burst() - potential));
  }

  void add(double permits) {
    saved += Math.max(0, permits);
  }

  void take(double permits) {
    saved -= permits;
  }

  double saved() {
    return saved;
  }
}

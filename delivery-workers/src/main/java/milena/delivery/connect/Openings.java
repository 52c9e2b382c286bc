package milena.delivery.connect;

/** Decides how many connections a queue justifies. */
final class Openings {

  /** So many waiting messages keep one connection busy for a worthwhile time. */
  static final int WORTH_A_CONNECTION = 8;

  private Openings() {}

  /**
   * How many connections to open now.
   *
   * <p>The number at most doubles from those that work, so that an unreachable host is not asked
   * thirty times at once.
   *
   * @param waiting transactions without a connection
   * @param live connections that are ready or busy
   * @param dialing connections being opened
   * @param stale the oldest message has waited long: the server is slow, not the queue short
   */
  static int wanted(int waiting, int live, int dialing, boolean stale) {
    if (waiting == 0) {
      return 0;
    }
    var worth = (waiting + WORTH_A_CONNECTION - 1) / WORTH_A_CONNECTION;
    var justified = stale ? live + waiting : Math.max(1, worth);
    var reachable = Math.max(1, 2 * live);
    return Math.max(0, Math.min(justified, reachable) - live - dialing);
  }
}

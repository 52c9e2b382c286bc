package milena.router.shape;

/**
 * How far a tenant or a flow has come among those that take turns by their weights: each message
 * that leaves costs a step, the shorter the heavier it is, and the one that has come least far is
 * next. Over any time in which all have something, each gets its part to within one message, which
 * is what a deficit round robin gives; but none has to keep its place in a line while it cannot go.
 */
final class Pace implements Comparable<Pace> {
  private static final long STEP = 1L << 20;

  private final long joined;
  private long passed;
  private int weight;

  /**
   * Joins.
   *
   * @param joined of two that have come equally far and are equally heavy, the lower goes first
   * @param from how far the others have come
   */
  Pace(long joined, long from, int weight) {
    this.joined = joined;
    this.passed = from;
    this.weight = Math.max(1, weight);
  }

  long passed() {
    return passed;
  }

  int weight() {
    return weight;
  }

  /** Takes one. */
  void step() {
    passed += STEP / weight;
  }

  /** Is so heavy from now on. Not while it is in an order of others. */
  void weigh(int heavy) {
    weight = Math.max(1, heavy);
  }

  /** One that had nothing to send does not catch up. Not while it is in an order of others. */
  void notBehind(long others) {
    passed = Math.max(passed, others);
  }

  @Override
  public int compareTo(Pace other) {
    int byWay = Long.compare(passed, other.passed);
    int byWeight = byWay != 0 ? byWay : Integer.compare(other.weight, weight);
    return byWeight != 0 ? byWeight : Long.compare(joined, other.joined);
  }
}

package milena.router.shape;

/**
 * How far somebody has come among those that take turns by their weights: each thing that is taken
 * costs a step, the shorter the heavier he is, and whoever has come least far is next. Over any
 * time in which all have something, each gets his part to within one thing, which is what a deficit
 * round robin gives; but nobody has to keep his place in a line while he cannot go.
 */
final class Pace implements Comparable<Pace> {
  private static final long STEP = 1L << 20;

  private final long joined;
  private long passed;
  private int weight;

  /**
   * Joins.
   *
   * @param joined of two who have come equally far and are equally heavy, the lower goes first
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

  /** Whoever had nothing to take does not catch up. Not while it is in an order of others. */
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

package milena.limits.lease;

/**
 * A limit that is never exceeded, whatever happens to its owner or to those who use it: what has no
 * lease does not happen. Processes know it by its name; a name is of one sort for ever.
 */
public sealed interface StrictLimit {

  /**
   * Returns a limit of any size. A rate that is more than can be leased is the same in a shorter
   * time; a count that is, is the most that can be.
   *
   * @param most from 0
   * @param periodMs of a rate, ms; 0 for a count
   * @param burst of a rate; less than 1 counts as 1
   * @param keptMs of a count, {@link Count#keptMs}
   */
  static StrictLimit of(
      String name, long most, long periodMs, long burst, long keptMs, long version) {
    if (periodMs == 0) {
      return new Count(name, Math.min(most, Integer.MAX_VALUE), keptMs, version);
    }
    long parts = most / Integer.MAX_VALUE + 1;
    return new Rate(name, most / parts, Math.max(1, periodMs / parts), Math.max(1, burst), version);
  }

  /** By which all processes know it. */
  String name();

  /** Of two versions of a limit, the higher holds. */
  long version();

  /** All of it, in the parts that are shared out. */
  long parts();

  /** The most that can ever be taken at once. */
  long most();

  /**
   * So many in a length of time. In any window as long as {@code w} at most {@code permits * w /
   * periodMs + burst} are taken, over all processes.
   *
   * @param permits in a period, from 0
   * @param periodMs the period, ms
   * @param burst so many may go at once after a pause, at least 1. The rate is reached only where
   *     the burst is more than what comes between two questions of a taker; of a burst of less than
   *     the takers, not all take at one time but in turns of some seconds.
   */
  record Rate(String name, long permits, long periodMs, long burst, long version)
      implements StrictLimit {
    private static final long PARTS = 1_000;

    /** Checks the ranges. */
    public Rate {
      if (permits < 0 || permits > Integer.MAX_VALUE || periodMs < 1 || burst < 1) {
        throw new IllegalArgumentException(
            "no rate: " + permits + " in " + periodMs + " ms, burst " + burst);
      }
    }

    /** In thousandths of a permit a period. */
    @Override
    public long parts() {
      return permits * PARTS;
    }

    @Override
    public long most() {
      return permits == 0 ? 0 : burst;
    }

    /** Permits in a millisecond, of all. */
    double perMs() {
      return (double) permits / periodMs;
    }

    /** The share that has so many permits in a millisecond. */
    double share(double permitsPerMs) {
      return permitsPerMs * periodMs * PARTS;
    }

    /** Permits in a millisecond, of a share of a limit with such a period. */
    static double perMs(long share, long periodMs) {
      return (double) share / PARTS / periodMs;
    }
  }

  /**
   * So many at one time.
   *
   * @param permits at one time, from 0
   * @param keptMs what a process had taken counts for so long after the end of its last lease, when
   *     nothing is heard of it any more: until another process has adopted it, or until it is over
   *     by itself; 0 to {@link #LONGEST_KEPT_MS}
   */
  record Count(String name, long permits, long keptMs, long version) implements StrictLimit {

    /** A new owner looks back as far as this. */
    public static final long LONGEST_KEPT_MS = 60_000;

    /** Checks the ranges. */
    public Count {
      if (permits < 0 || permits > Integer.MAX_VALUE || keptMs < 0 || keptMs > LONGEST_KEPT_MS) {
        throw new IllegalArgumentException("no count: " + permits + ", kept " + keptMs + " ms");
      }
    }

    @Override
    public long parts() {
      return permits;
    }

    @Override
    public long most() {
      return permits;
    }
  }
}

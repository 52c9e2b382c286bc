package milena.runtime.stage;

/**
 * When a transaction is to be committed. A commit costs about as much for one record as for a
 * thousand, and takes the longer the busier the machine is. Where commits are quick there is time
 * to spare, and a record should not wait for company; where they are slow they have to become few.
 * So a transaction stays open as long as the last commits took, and as many times longer as they
 * took longer than {@link #QUICK}.
 */
final class CommitPace {
  /** What a commit takes, in nanoseconds, on a machine that has time to spare. */
  private static final double QUICK = 5e6;

  /** Of a new commit's time, this part goes into the average: a single slow one changes little. */
  private static final int WEIGHT = 8;

  private final long shortest;
  private final long longest;
  private long usual;

  /** In nanoseconds, what is never undercut and what is never exceeded. */
  CommitPace(long shortest, long longest) {
    this.shortest = shortest;
    this.longest = longest;
  }

  /** A commit took so many nanoseconds. */
  void took(long nanos) {
    usual += (nanos - usual) / WEIGHT;
  }

  /** Nanoseconds from a transaction's beginning to its commit. */
  long open() {
    long open = (long) (usual * Math.max(1, usual / QUICK));
    return Math.clamp(open, shortest, longest);
  }
}

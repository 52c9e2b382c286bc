package milena.runtime.stage;

/**
 * When a transaction is to be committed. A commit costs about as much for one record as for a
 * thousand, so the more of the time goes into commits, the longer the next one is put off: what
 * they take stays at a fixed share, and under light load nothing waits for company that does not
 * come.
 */
final class CommitPace {
  /** A transaction stays open for so many times as long as the last commits took. */
  private static final int SHARE = 2;

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
    return Math.clamp(usual * SHARE, shortest, longest);
  }
}

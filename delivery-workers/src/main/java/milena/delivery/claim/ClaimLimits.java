package milena.delivery.claim;

import java.time.Duration;

/**
 * How much is taken at once, and how long things may take.
 *
 * @param lease for how long a claim allows sending, from 1 s; renewed every third of it
 * @param soleOwner this process holds the lock of the only data folder: an earlier run of it is
 *     dead, and its lease need not be waited out
 * @param inFlight dispatches taken and not finished, all partitions together, from 1
 * @param span offsets from the lowest unfinished dispatch of a partition to the highest taken, from
 *     1
 * @param hangAfter a dispatch at the bottom of a full span is passed when it was taken so long ago
 * @param commitEvery how often progress is committed
 * @param giveBackWithin how long a partition that moves to another worker is kept for what is on
 *     the wire
 */
public record ClaimLimits(
    Duration lease,
    boolean soleOwner,
    int inFlight,
    int span,
    Duration hangAfter,
    Duration commitEvery,
    Duration giveBackWithin) {

  /** What is taken when nothing else is said. */
  public static final ClaimLimits DEFAULT =
      new ClaimLimits(
          Duration.ofSeconds(6),
          false,
          20_000,
          50_000,
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5));

  /** Refuses what would stop everything or bound nothing. */
  public ClaimLimits {
    if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("the lease is " + lease + ", at least 1 s is needed");
    }
    if (inFlight < 1 || span < 1) {
      throw new IllegalArgumentException("inFlight and span start at 1");
    }
  }

  /** The same for the only worker there is. */
  public ClaimLimits forSoleOwner() {
    return new ClaimLimits(lease, true, inFlight, span, hangAfter, commitEvery, giveBackWithin);
  }
}

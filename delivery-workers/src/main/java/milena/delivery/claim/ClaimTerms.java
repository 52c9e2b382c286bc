package milena.delivery.claim;

import java.time.Duration;

/**
 * On what terms this worker claims.
 *
 * @param worker the worker's name, stable over its restarts
 * @param incarnation this run of it
 * @param lease for how long a claim allows sending
 * @param soleOwner no earlier run of this worker can be alive, for this one holds the lock of its
 *     data folder: its lease need not be waited out
 */
record ClaimTerms(String worker, String incarnation, Duration lease, boolean soleOwner) {

  /**
   * The owner stops this part of the lease before its successor starts: it covers clocks whose
   * rates differ, and a thread that is held up between asking and writing to the kernel.
   */
  private static final int MARGIN_DIVISOR = 6;

  private static final int RENEWALS_PER_LEASE = 3;

  /** How long after a claim was written its owner may send, ns. */
  long mayNanos() {
    return lease.toNanos() - lease.toNanos() / MARGIN_DIVISOR;
  }

  /** How long after a marker the next is written, ns. */
  long renewNanos() {
    return lease.toNanos() / RENEWALS_PER_LEASE;
  }

  /** A claim, for the longer of the own lease and another that is not waited out yet. */
  Marker marker(long epoch, long claimedAt, long otherLeaseMs) {
    long leaseMs = Math.max(lease.toMillis(), otherLeaseMs);
    return new Marker(epoch, worker, incarnation, leaseMs, false, claimedAt);
  }

  Marker release(long epoch) {
    return new Marker(epoch, worker, incarnation, lease.toMillis(), true, 0);
  }

  boolean wrote(Marker marker) {
    return marker.worker().equals(worker) && marker.incarnation().equals(incarnation);
  }

  /** Whether nothing that the holder of this marker began can still be under way. */
  boolean needsNoWait(Marker before) {
    return before.released() || (soleOwner && before.worker().equals(worker));
  }
}

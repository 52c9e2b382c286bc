package milena.delivery.claim;

import org.jspecify.annotations.Nullable;

/**
 * Who holds a partition after a stretch of its log. Everybody folds the same markers in the same
 * order, so everybody knows the same holder: of two that claim the same epoch the first has it, and
 * a renewal that comes after a higher claim counts for nothing.
 *
 * @param epoch the highest so far
 * @param holder the last marker that counted; null when none is in the log any more
 */
record Ledger(long epoch, @Nullable Marker holder) {

  /** Nobody is known to hold it; what is known is the epoch of those who did. */
  static Ledger unheld(long epoch) {
    return new Ledger(epoch, null);
  }

  /** Whether a marker that comes next counts. */
  boolean accepts(Marker marker) {
    return holder == null
        ? marker.epoch() >= epoch
        : marker.epoch() > epoch || marker.sameClaim(holder);
  }

  Ledger fold(Marker marker) {
    return accepts(marker) ? new Ledger(marker.epoch(), marker) : this;
  }
}

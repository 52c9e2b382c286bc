package milena.delivery.claim;

import org.jspecify.annotations.Nullable;

/**
 * How far this worker has got with claiming a partition.
 *
 * <pre>
 * Reading ──► Confirming ──► WaitingOut ──► Held ──► GivenBack
 *                 └───────────────────────► Held
 *             WaitingOut, Held ──► Lost        (a higher claim was read)
 * </pre>
 *
 * All times are of the monotonic clock, in ns.
 */
sealed interface ClaimState {

  /** Reads what the owners before left, up to the end of the log as it was at the start. */
  record Reading() implements ClaimState {}

  /**
   * Its own marker is written and not read back yet: only the log says in which order claims came.
   *
   * @param before the holder to be followed; null when there was none
   */
  record Confirming(long epoch, @Nullable Marker before, long writtenAt) implements ClaimState {}

  /** Its claim counts, but what the holder before began may still be under way until then. */
  record WaitingOut(long epoch, Marker before, long until, long claimedAt, long writtenAt)
      implements ClaimState {}

  /**
   * May send while the claim is young enough.
   *
   * @param claimedAt when the last marker that was read back was written
   * @param writtenAt when the last marker was written
   * @param afterDeath the holder before ended without giving back
   */
  record Held(long epoch, long claimedAt, long writtenAt, boolean afterDeath)
      implements ClaimState {}

  /** Somebody has a higher claim. */
  record Lost(long toEpoch) implements ClaimState {}

  /** Given back in writing. */
  record GivenBack() implements ClaimState {}
}

package milena.router.shape;

import milena.router.trim.Need;

/**
 * When the oldest of what a partition holds was accepted, or earlier: never later, so that no body
 * is removed that is still needed. It is found by passing over the store a little at a time;
 * whatever is put into the store meanwhile counts at once, and what has left is forgotten at the
 * end of the next pass.
 */
final class OldestAcceptance {

  /** Holds nothing. */
  private static final long NONE = Long.MAX_VALUE;

  /** Has not seen everything yet. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  private long known = UNKNOWN;
  private long thisPass = NONE;

  /** Something is put into the store. */
  void keeps(long acceptedAt) {
    known = Math.min(known, acceptedAt);
    thisPass = Math.min(thisPass, acceptedAt);
  }

  /** The pass has come to something. */
  void meets(long acceptedAt) {
    thisPass = Math.min(thisPass, acceptedAt);
  }

  /** The pass has come to the end. */
  void passed() {
    known = thisPass;
    thisPass = NONE;
  }

  /** As far as is known now. */
  Need need() {
    if (known == UNKNOWN) {
      return new Need.Unknown();
    }
    return known == NONE ? new Need.Nothing() : new Need.Since(known);
  }
}

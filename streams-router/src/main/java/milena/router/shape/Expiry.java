package milena.router.shape;

import java.time.Duration;

/**
 * When a submission is over: at its expiry, except that one from before the start is tried once
 * after it, unless its sender wants it back by then. What the wall clock says at a start may be
 * wrong, and a node may have been off for a week; neither should be the reason why nobody has even
 * tried.
 *
 * @param startedAt when the partition was taken over, in milliseconds since 1970
 */
record Expiry(long startedAt) {

  /** Owes nobody an attempt. */
  static final Expiry STRICT = new Expiry(Long.MIN_VALUE);

  /**
   * An attempt that could not be made for so long is not owed any more: the site's window and rate
   * have had time enough.
   */
  private static final long OWED_FOR_MS = Duration.ofDays(1).toMillis();

  private static final long LOOK_AGAIN_MS = Duration.ofMinutes(10).toMillis();

  /**
   * Whether a submission ends now.
   *
   * @param mayGo whether its site lets anything go at all
   */
  boolean isOver(Held held, long now, boolean mayGo) {
    return now >= held.expiresAt && !(mayGo && isOwed(held, now));
  }

  /** A dispatch that was given after the start is one that was good for longer than that. */
  private boolean isOwed(Held held, long now) {
    return !held.isToReturn(now)
        && held.acceptedAt < startedAt
        && held.validUntil < startedAt
        && now < Math.max(held.expiresAt, startedAt) + OWED_FOR_MS;
  }

  /** A time, or the expiry if that is still to come and comes earlier. */
  long orEarlier(Held held, long time, long now) {
    return now < held.expiresAt ? Math.min(time, held.expiresAt) : time;
  }

  /** When it is to be asked again whether one that is ready is over. */
  long next(Held held, long now) {
    return now < held.expiresAt ? held.expiresAt : now + LOOK_AGAIN_MS;
  }

  /** By when the attempt that it was just given must end: its expiry, unless it is late already. */
  long endsBy(Held held, long longestAttemptMs) {
    return held.validUntil <= held.expiresAt ? held.expiresAt : held.validUntil + longestAttemptMs;
  }
}

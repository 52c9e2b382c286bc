package milena.delivery.claim;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a dispatch that is taken and not finished.
 *
 * @param offset where it stands
 * @param at when it was taken, by the monotonic clock, ns
 * @param attemptsPosition up to where {@code mail.attempts} was read then: its result comes after
 * @param claimed null when the record is unreadable and only waits for its dead letter
 */
record Taken(long offset, long at, long attemptsPosition, @Nullable ClaimedDispatch claimed) {

  /** Whether it was given up, so that nothing of it will be sent. */
  boolean isDropped() {
    return claimed != null && claimed.isDropped();
  }
}

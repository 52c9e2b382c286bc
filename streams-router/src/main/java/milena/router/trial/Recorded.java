package milena.router.trial;

import java.util.List;
import milena.policy.Traffic;
import milena.router.shape.VirtualShaper.Answer;

/**
 * A submission as the log tells of it. Times are ms since 1970.
 *
 * @param what what it is to the policy: with the pool that it asked for, without a source
 * @param priority from -9 to 9
 * @param acceptedAt when it was accepted
 * @param comesAt when it comes into the trial: when it was routed, or, if it waited then already,
 *     at the beginning or when its next attempt was due
 * @param expiresAt when it ends
 * @param before attempts that were made before it came
 * @param withdrawnAt when it was suppressed or cancelled; {@link Long#MAX_VALUE} for never
 * @param tried the attempts that were made from then on, in their order
 */
public record Recorded(
    Traffic what,
    int priority,
    long acceptedAt,
    long comesAt,
    long expiresAt,
    int before,
    long withdrawnAt,
    List<Tried> tried) {

  /** Copies. */
  public Recorded {
    tried = List.copyOf(tried);
  }

  /**
   * An attempt.
   *
   * @param at when it began
   * @param source that it left from; empty for the system's choice
   * @param answer what became of it
   * @param tookMs from its beginning to the answer
   */
  public record Tried(long at, String source, Answer answer, int tookMs) {}

  /** Whether it waited already when the window began. */
  public boolean waitedAt(Window window) {
    return acceptedAt < window.from();
  }
}

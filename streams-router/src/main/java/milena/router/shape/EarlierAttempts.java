package milena.router.shape;

import java.util.random.RandomGenerator;
import milena.router.shape.ShaperDecision.Ending;
import milena.schemas.AttemptResult;
import milena.schemas.MailEvent;
import milena.schemas.RoutedSubmission;

/**
 * Takes up submissions that were tried before the queue was lost, as the shaper that had them would
 * have gone on. Pure, but for the jitter of a retry.
 */
public final class EarlierAttempts {
  private final RetrySchedule retry;
  private final RandomGenerator random;

  /** Spreads retries as a shaper with this schedule does. */
  public EarlierAttempts(RetrySchedule retry, RandomGenerator random) {
    this.retry = retry;
    this.random = random;
  }

  /** What follows from a result that nobody has told of. */
  public sealed interface Sequel {

    /** It has ended. */
    record Ended(MailEvent event) implements Sequel {}

    /** It was deferred, and goes on like this. */
    record GoesOn(MailEvent event, RoutedSubmission routed) implements Sequel {}
  }

  /** The submission after so many attempts; it may go again at {@code dueAt}. */
  public static RoutedSubmission after(
      RoutedSubmission routed, int attempt, int issue, long dueAt) {
    return RoutedSubmission.newBuilder(routed)
        .setAttempt(attempt)
        .setIssue(issue)
        .setNotBefore(Math.max(dueAt, routed.getNotBefore()))
        .build();
  }

  /** Tells of a result that nobody has told of. */
  public Sequel sequel(RoutedSubmission routed, AttemptResult result, long now) {
    long due = result.getEndedAt() + retry.delayMs(Math.max(1, result.getAttempt()), random);
    var next =
        after(routed, result.getAttempt(), result.getIssue(), Math.min(due, routed.getExpiresAt()));
    var held =
        new Held(
            0,
            RoutedSubmission.newBuilder(next).setSite(result.getSite()).build(),
            routed.getRef());
    return switch (Outcome.of(result.getOutcome())) {
      case DELIVERED -> new Sequel.Ended(ShaperRecords.ended(held, Ending.DELIVERED, result, now));
      case BOUNCED -> new Sequel.Ended(ShaperRecords.ended(held, Ending.BOUNCED, result, now));
      case DEFERRED, NOT_TRIED, STILL_TRYING -> {
        held.dueAt = next.getNotBefore();
        yield new Sequel.GoesOn(ShaperRecords.deferred(held, result, now), next);
      }
    };
  }
}

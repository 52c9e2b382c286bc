package milena.router.past;

import java.util.Optional;
import milena.schemas.AttemptResult;

/**
 * What is known of a submission from before the queue was lost.
 *
 * @param accepted whether its acceptance has been told
 * @param ended whether its ending has been told
 * @param attempt attempts that have been told as deferred
 * @param issue of the last of them
 * @param dueAt when it was to be tried again, ms since the epoch; 0 for at once
 * @param untold the result of a later attempt, of which no event is left
 */
public record Remembered(
    boolean accepted,
    boolean ended,
    int attempt,
    int issue,
    long dueAt,
    Optional<AttemptResult> untold) {

  /** Nothing is known: it was never met. */
  public static final Remembered NOTHING = new Remembered(false, false, 0, 0, 0, Optional.empty());
}

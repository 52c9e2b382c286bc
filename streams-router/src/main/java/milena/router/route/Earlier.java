package milena.router.route;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import milena.router.past.Past;
import milena.router.past.Remembered;
import milena.router.shape.EarlierAttempts;
import milena.schemas.MailEvent;
import milena.schemas.RoutedSubmission;
import milena.schemas.Topics;
import org.apache.kafka.common.header.Headers;

/**
 * Where a submission goes on that was met before the queue was lost. Without such a past, each
 * begins at its beginning.
 */
public final class Earlier {
  private final Past past;
  private final EarlierAttempts attempts;

  /** Goes on from this past. */
  public Earlier(Past past, EarlierAttempts attempts) {
    this.past = past;
    this.attempts = attempts;
  }

  /**
   * How a submission goes on.
   *
   * @param accepted whether its acceptance has been told
   * @param untold an event that has to be told now, about its last attempt
   * @param goesOn the submission as it is to be routed; empty when it has ended
   */
  record Next(boolean accepted, Optional<MailEvent> untold, Optional<RoutedSubmission> goesOn) {}

  /** How a submission goes on. */
  Next of(RoutedSubmission routed, long now) {
    var before = past.of(routed.getSubmissionId());
    if (before.ended()) {
      return new Next(before.accepted(), Optional.empty(), Optional.empty());
    }
    if (before.untold().isPresent()) {
      return switch (attempts.sequel(routed, before.untold().get(), now)) {
        case EarlierAttempts.Sequel.Ended(var event) ->
            new Next(before.accepted(), Optional.of(event), Optional.empty());
        case EarlierAttempts.Sequel.GoesOn(var event, var next) ->
            new Next(before.accepted(), Optional.of(event), Optional.of(next));
      };
    }
    return new Next(before.accepted(), Optional.empty(), Optional.of(after(routed, before)));
  }

  private static RoutedSubmission after(RoutedSubmission routed, Remembered before) {
    return before.attempt() == 0
        ? routed
        : EarlierAttempts.after(routed, before.attempt(), before.issue(), before.dueAt());
  }

  /** Whether the submission that a record's headers name has ended. */
  boolean hasEnded(Headers headers) {
    var id = headers.lastHeader(Topics.HEADER_ID);
    return id != null && past.of(new String(id.value(), StandardCharsets.UTF_8)).ended();
  }
}

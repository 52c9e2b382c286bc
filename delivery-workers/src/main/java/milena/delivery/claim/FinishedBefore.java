package milena.delivery.claim;

import java.util.HashMap;
import java.util.Map;
import milena.schemas.AttemptResult;
import milena.schemas.Dispatch;

/**
 * The dispatches that owners before this one finished above the committed offset. Offsets alone do
 * not say it: after an unclean stop of the broker they may have been given out again, so that the
 * attempt must be the same too.
 */
final class FinishedBefore {
  private final Map<Long, Attempt> finished = new HashMap<>();
  private final long from;
  private long highest = -1;

  private record Attempt(String submissionId, int attempt, int issue) {}

  /** Results of dispatches below {@code from} do not matter any more. */
  FinishedBefore(long from) {
    this.from = from;
  }

  void add(AttemptResult result) {
    long offset = result.getDispatchOffset();
    if (offset >= from) {
      finished.put(
          offset, new Attempt(result.getSubmissionId(), result.getAttempt(), result.getIssue()));
      highest = Math.max(highest, offset);
    }
  }

  /** Whether this dispatch has its result; asked once for each. */
  boolean remove(long offset, Dispatch dispatch) {
    var attempt =
        new Attempt(dispatch.getSubmissionId(), dispatch.getAttempt(), dispatch.getIssue());
    return attempt.equals(finished.remove(offset));
  }

  /** Whether what stands there, which cannot be read, has its result. */
  boolean removeUnreadable(long offset, String submissionId) {
    var attempt = finished.remove(offset);
    return attempt != null && attempt.submissionId().equals(submissionId);
  }

  /** The highest offset that was ever in it; -1 when none was. */
  long highest() {
    return highest;
  }
}

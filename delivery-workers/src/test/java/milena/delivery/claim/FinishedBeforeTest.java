package milena.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;

import milena.schemas.AttemptResult;
import milena.schemas.Dispatch;
import org.junit.jupiter.api.Test;

/** After an unclean stop of the broker, offsets of a lost tail are given out again. */
class FinishedBeforeTest {
  private static final long OFFSET = 7;

  private final FinishedBefore finished = new FinishedBefore(0);

  @Test
  void shouldSkipADispatchThatHasItsResult() {
    // Given
    finished.add(result("m1.0", 1, 1));
    // When, Then
    assertThat(finished.remove(OFFSET, dispatch("m1.0", 1, 1))).isTrue();
  }

  @Test
  void shouldNotTakeAnotherSubmissionsResultForThatOfWhatStandsAtItsOffsetNow() {
    // Given
    finished.add(result("m1.0", 1, 1));
    // When, Then
    assertThat(finished.remove(OFFSET, dispatch("m2.0", 1, 1))).isFalse();
  }

  @Test
  void shouldNotTakeAnEarlierAttemptsResultForThatOfAnother() {
    // Given
    finished.add(result("m1.0", 1, 1));
    // When, Then
    assertThat(finished.remove(OFFSET, dispatch("m1.0", 2, 2))).isFalse();
  }

  @Test
  void shouldForgetWhatIsBelowTheCommittedOffset() {
    // Given
    var later = new FinishedBefore(OFFSET + 1);
    later.add(result("m1.0", 1, 1));
    // When, Then
    assertThat(later.remove(OFFSET, dispatch("m1.0", 1, 1))).isFalse();
    assertThat(later.highest()).isEqualTo(-1);
  }

  private static AttemptResult result(String submissionId, int attempt, int issue) {
    return AttemptResult.newBuilder()
        .setSubmissionId(submissionId)
        .setDispatchOffset(OFFSET)
        .setAttempt(attempt)
        .setIssue(issue)
        .setOutcome("delivered")
        .build();
  }

  private static Dispatch dispatch(String submissionId, int attempt, int issue) {
    return Dispatch.newBuilder()
        .setSubmissionId(submissionId)
        .setAttempt(attempt)
        .setIssue(issue)
        .build();
  }
}

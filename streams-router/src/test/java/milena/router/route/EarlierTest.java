package milena.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import milena.router.past.Past;
import milena.router.past.Remembered;
import milena.router.shape.EarlierAttempts;
import milena.router.shape.RetrySchedule;
import milena.schemas.AttemptResult;
import milena.schemas.AvroFormat;
import milena.schemas.BodyRef;
import milena.schemas.MailEvent;
import milena.schemas.RoutedSubmission;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EarlierTest {
  private static final long NOW = 1_000_000;
  private static final Duration RETRY = Duration.ofSeconds(100);
  private static final RoutedSubmission ROUTED =
      RoutedSubmission.newBuilder()
          .setSubmissionId("m1.0")
          .setRef(new BodyRef("mail.submissions", 0, 7L))
          .setTenant("t")
          .setRecipient("r@b.test")
          .setAcceptedAt(NOW - 5_000)
          .setExpiresAt(NOW + 500_000)
          .build();

  /** Every process has a format, and with that Avro may copy our records. */
  @BeforeAll
  static void trustOurRecords() throws ClassNotFoundException {
    Class.forName(AvroFormat.class.getName());
  }

  @Test
  void shouldBeginAtItsBeginningWhatHasNoPast() {
    // When
    var next = earlier(Past.NONE).of(ROUTED, NOW);

    // Then
    assertThat(next).isEqualTo(new Earlier.Next(false, Optional.empty(), Optional.of(ROUTED)));
  }

  @Test
  void shouldEndNothingTwice() {
    // When
    var next = earlier(new Remembered(true, true, 1, 1, 0, Optional.empty())).of(ROUTED, NOW);

    // Then
    assertThat(next).isEqualTo(new Earlier.Next(true, Optional.empty(), Optional.empty()));
  }

  @Test
  void shouldTellTheEndingThatWasLost() {
    // Given
    var result = result("delivered").setCode(250).setSite("site").setWorker("w").build();

    // When
    var next = earlier(untold(result)).of(ROUTED, NOW);

    // Then
    assertThat(next.goesOn()).isEmpty();
    assertThat(next.untold().orElseThrow())
        .returns("delivered", MailEvent::getType)
        .returns(true, MailEvent::getFinal$)
        .returns("m1.0", MailEvent::getSubmissionId)
        .returns("r@b.test", MailEvent::getRecipient)
        .returns("site", MailEvent::getSite)
        .returns(3, MailEvent::getAttempt)
        .returns(4, MailEvent::getIssue)
        .returns(250, MailEvent::getCode)
        .returns(5_000L, MailEvent::getTotalMs);
  }

  @Test
  void shouldTellALostDeferralAndKeepItsRetry() {
    // Given
    long endedAt = NOW - 10_000;
    long due = endedAt + 4 * RETRY.toMillis();

    // When: it was the third attempt, so the delay has doubled twice
    var next = earlier(untold(result("deferred").setEndedAt(endedAt).build())).of(ROUTED, NOW);

    // Then
    assertThat(next.untold().orElseThrow())
        .returns("deferred", MailEvent::getType)
        .returns(false, MailEvent::getFinal$)
        .returns(due, event -> event.getNextAttemptAt().toEpochMilli());
    assertThat(next.goesOn().orElseThrow())
        .returns(3, RoutedSubmission::getAttempt)
        .returns(4, RoutedSubmission::getIssue)
        .returns(due, RoutedSubmission::getNotBefore)
        .returns("", RoutedSubmission::getSite);
  }

  @Test
  void shouldWaitForNoRetryBeyondTheExpiry() {
    // Given
    var late = result("deferred").setEndedAt(NOW + 400_000).build();

    // When
    var next = earlier(untold(late)).of(ROUTED, NOW);

    // Then
    assertThat(next.goesOn().orElseThrow().getNotBefore()).isEqualTo(ROUTED.getExpiresAt());
  }

  @Test
  void shouldGoOnAfterTheAttemptsThatWereTold() {
    // When
    var next =
        earlier(new Remembered(true, false, 2, 5, NOW + 7_000, Optional.empty())).of(ROUTED, NOW);

    // Then
    assertThat(next.untold()).isEmpty();
    assertThat(next.goesOn().orElseThrow())
        .returns(2, RoutedSubmission::getAttempt)
        .returns(5, RoutedSubmission::getIssue)
        .returns(NOW + 7_000, RoutedSubmission::getNotBefore);
  }

  private static Remembered untold(AttemptResult result) {
    return new Remembered(true, false, 0, 0, 0, Optional.of(result));
  }

  private static AttemptResult.Builder result(String outcome) {
    return AttemptResult.newBuilder()
        .setSubmissionId("m1.0")
        .setAttempt(3)
        .setIssue(4)
        .setOutcome(outcome);
  }

  private static Earlier earlier(Remembered remembered) {
    return earlier((Past) id -> id.equals("m1.0") ? remembered : Remembered.NOTHING);
  }

  private static Earlier earlier(Past past) {
    var retry = new RetrySchedule(RETRY, 2, Duration.ofDays(1), 0);
    return new Earlier(past, new EarlierAttempts(retry, new Random(1)));
  }
}

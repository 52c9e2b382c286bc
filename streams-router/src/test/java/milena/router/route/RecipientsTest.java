package milena.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import milena.schemas.AvroFormat;
import milena.schemas.BodyRef;
import milena.schemas.Recipient;
import milena.schemas.RecipientHash;
import milena.schemas.RoutedSubmission;
import milena.schemas.Submission;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientsTest {
  private static final long NOW = 1_000_000;
  private static final long EXPIRY = Duration.ofDays(5).toMillis();

  private final Recipients recipients =
      new Recipients(
          new RecipientHash(new byte[16]),
          new RouterConfig(Duration.ofMillis(EXPIRY), Duration.ofSeconds(30), 1, 1));

  @BeforeAll
  static void trustOurRecords() throws ClassNotFoundException {
    Class.forName(AvroFormat.class.getName());
  }

  private RoutedSubmission routed(Submission.Builder submission) {
    return recipients.of(
        submission.setId("m").setAcceptedAt(NOW).build(),
        new Recipient(0, "a@b.test", "", ""),
        new BodyRef("mail.submissions", 0, 7L),
        NOW);
  }

  @Test
  void shouldLiveNoLongerThanMailMayWhateverItsSenderAsksFor() {
    // When
    var routed = routed(Submission.newBuilder().setExpiresAt(NOW + 2 * EXPIRY));
    // Then
    assertThat(routed.getExpiresAt()).isEqualTo(NOW + EXPIRY);
  }

  @ParameterizedTest
  @CsvSource({"R", "RT"})
  void shouldComeBackAtTheTimeItAsksToBeDeliveredBy(String mode) {
    // When
    var routed = routed(Submission.newBuilder().setDeliverBy(NOW + 60_000).setDeliverByMode(mode));
    // Then
    assertThat(routed.getReturnAt()).isEqualTo(NOW + 60_000);
    assertThat(routed.getExpiresAt()).isEqualTo(NOW + 60_000);
  }

  @ParameterizedTest
  @CsvSource({"N", "NT", "''"})
  void shouldExpireAsOtherMailWhenOnlyANoticeIsAskedFor(String mode) {
    // When
    var routed = routed(Submission.newBuilder().setDeliverBy(NOW + 60_000).setDeliverByMode(mode));
    // Then
    assertThat(routed.getReturnAt()).isZero();
    assertThat(routed.getExpiresAt()).isEqualTo(NOW + EXPIRY);
  }

  @Test
  void shouldExpireEarlierThanItWouldComeBackWhenThatIsAskedForToo() {
    // When
    var routed =
        routed(
            Submission.newBuilder()
                .setExpiresAt(NOW + 10_000)
                .setDeliverBy(NOW + 60_000)
                .setDeliverByMode("R"));
    // Then
    assertThat(routed.getExpiresAt()).isEqualTo(NOW + 10_000);
    assertThat(routed.getReturnAt()).isEqualTo(NOW + 60_000);
  }
}

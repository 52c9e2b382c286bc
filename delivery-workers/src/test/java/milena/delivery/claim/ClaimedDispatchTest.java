package milena.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import milena.delivery.connect.Letter;
import milena.delivery.outcome.AttemptOutcome;
import milena.schemas.Dispatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dispatch that had begun, and of which nothing was sent. */
class ClaimedDispatchTest {

  private final ClaimTerms terms = new ClaimTerms("w1", "run1", Duration.ofSeconds(10), true);
  private final OwnedPartition partition =
      new OwnedPartition(
          0, new ClaimRules(terms), () -> 0, Inherited.from(null, new Inherited.Log(0, 1), 0, 100));
  private final ClaimedDispatch claimed =
      new ClaimedDispatch(
          new Desk(),
          partition,
          Rig.dispatchOf("m", Rig.place("mail.submissions", 0, 0), Long.MAX_VALUE),
          0);

  private static final class Desk implements DispatchDesk {
    @Override
    public CompletionStage<Letter> open(Dispatch dispatch) {
      return new CompletableFuture<>();
    }

    @Override
    public void finish(ClaimedDispatch finished, AttemptOutcome outcome) {
      throw new AssertionError("finished");
    }

    @Override
    public void putBack(ClaimedDispatch back) {
      throw new AssertionError("put back");
    }
  }

  @BeforeEach
  void begin() {
    assertThat(partition.readUpTo(0)).isTrue();
    partition.readMarker(partition.nextMarker(terms).orElseThrow(), 0);
    partition.progress().take(0, new Taken(0, 0, 0, claimed));
    assertThat(claimed.maySend()).isTrue();
  }

  @Test
  void shouldBeDroppedAtAStopOnceItWaitsAgain() {
    // When
    claimed.returned();
    partition.close();

    // Then
    assertThat(claimed.isDropped()).isTrue();
    assertThat(partition.isSettled()).isTrue();
    assertThat(claimed.maySend()).isFalse();
  }

  @Test
  void shouldBeDroppedWhenItComesBackAfterAll() {
    // When
    partition.close();
    var meanwhile = partition.isSettled();
    claimed.returned();

    // Then
    assertThat(meanwhile).isFalse();
    assertThat(claimed.isDropped()).isTrue();
    assertThat(partition.isSettled()).isTrue();
  }

  @Test
  void shouldBeSentLaterWhereNothingStops() {
    // When
    claimed.returned();

    // Then
    assertThat(claimed.isDropped()).isFalse();
    assertThat(claimed.maySend()).isTrue();
    partition.close();
    assertThat(claimed.isDropped()).isFalse();
  }
}

package milena.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FeedTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void shouldCountFromTheIntendedTimeHoweverLateItIsAsked() {
    // Given
    var feed = new Feed(LoadPace.of(3, 1).withPerSecond(10), 0, 0);
    feed.begin(5 * SECOND);

    // When
    Turn first = feed.take(5 * SECOND);
    Turn early = feed.take(5 * SECOND + 1);
    Turn late = feed.take(9 * SECOND);

    // Then
    assertThat(first).isEqualTo(new Turn.Send(new Assignment(0, 1, 5 * SECOND)));
    assertThat(early).isEqualTo(new Turn.NotBefore(5 * SECOND + SECOND / 10));
    assertThat(late).isEqualTo(new Turn.Send(new Assignment(1, 1, 5 * SECOND + SECOND / 10)));
  }

  @Test
  void shouldSendAgainAfterAWhileAndOnlySoOften() {
    // Given
    var feed = new Feed(LoadPace.of(1, 1), 1, 0);
    var first = new Assignment(0, 1, 0);
    feed.take(0);

    // When
    boolean again = feed.giveBack(first, 0);
    Turn waiting = feed.take(1);
    Turn second = feed.take(SECOND / 2);
    boolean thirdTime = feed.giveBack(first.again(), SECOND);

    // Then
    assertThat(again).isTrue();
    assertThat(waiting).isEqualTo(new Turn.NotBefore(SECOND / 2));
    assertThat(second).isEqualTo(new Turn.Send(new Assignment(0, 2, 0)));
    assertThat(thirdTime).isFalse();
    assertThat(feed.take(SECOND)).isEqualTo(new Turn.AwaitOthers());
    feed.settle();
    assertThat(feed.take(SECOND)).isEqualTo(new Turn.Finished());
  }

  @Test
  void shouldBeginNothingNewWhileTooMuchIsToBeSentAgain() {
    // Given
    var feed = new Feed(LoadPace.of(1_000_000, 1), 1, 0);

    // When
    int begun = 0;
    while (feed.take(0) instanceof Turn.Send(var assignment)) {
      begun++;
      feed.giveBack(assignment, 0);
    }

    // Then
    assertThat(begun).isEqualTo(10_000);
  }

  @Property
  void shouldShareTheMessagesOutAmongLanes(
      @ForAll @IntRange(min = 1, max = 200) int messages,
      @ForAll @IntRange(min = 1, max = 8) int lanes) {
    // Given
    var pace = new LoadPace(messages, lanes, 1, 0, lanes);
    var times = new int[messages];

    // When
    for (int lane = 0; lane < lanes; lane++) {
      var feed = new Feed(pace, 0, lane);
      while (feed.take(0) instanceof Turn.Send(var assignment)) {
        times[(int) assignment.sequence()]++;
        feed.settle();
      }
      assertThat(feed.finished()).isTrue();
    }

    // Then
    assertThat(times).containsOnly(1);
  }
}

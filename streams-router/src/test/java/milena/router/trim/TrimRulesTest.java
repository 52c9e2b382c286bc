package milena.router.trim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written before when is needed by nobody. */
class TrimRulesTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long NOW = 100 * DAY;
  private static final Need NOTHING = new Need.Nothing();

  private final TrimRules rules = new TrimRules(Duration.ofMinutes(2));
  private long now = NOW;

  private OptionalLong look(OptionalLong unread, Need... needs) {
    now += MINUTE;
    return rules.neededSince(new Look(now, unread, List.of(needs)));
  }

  private OptionalLong looks(int times, Need... needs) {
    var last = OptionalLong.empty();
    for (int i = 0; i < times; i++) {
      last = look(OptionalLong.empty(), needs);
    }
    return last;
  }

  @Test
  void shouldKeepADayWhenNothingWaitsAfterCalmLooks() {
    // Then
    assertThat(looks(9, NOTHING)).isEmpty();
    assertThat(looks(1, NOTHING)).hasValue(now - DAY);
    assertThat(looks(1, NOTHING)).hasValue(now - DAY);
  }

  @Test
  void shouldKeepWhatTheOldestThatWaitsNeedsHoweverOldItIs() {
    // Given
    var old = new Need.Since(NOW - 30 * DAY);

    // Then
    assertThat(looks(10, NOTHING, old, new Need.Since(NOW))).hasValue(NOW - 31 * DAY);
  }

  @Test
  void shouldKeepWhatMovedFromOnePartitionToAnotherBetweenTwoLooks() {
    // Given
    var old = new Need.Since(NOW - 30 * DAY);
    looks(9, NOTHING, old);

    // When: it has left the one, and the other has not said yet that it has it
    var between = looks(1, NOTHING, NOTHING);

    // Then
    assertThat(between).hasValue(NOW - 31 * DAY);
    assertThat(looks(9, NOTHING, NOTHING)).hasValue(now - DAY);
  }

  @Test
  void shouldBeginAnewWhenAStageIsBehind() {
    // Given
    looks(10, NOTHING);

    // When
    var behind = look(OptionalLong.of(now - 2 * MINUTE), NOTHING);

    // Then
    assertThat(behind).isEmpty();
    assertThat(looks(9, NOTHING)).isEmpty();
    assertThat(looks(1, NOTHING)).isPresent();
  }

  @Test
  void shouldNotMindWhatWasWrittenJustNow() {
    // Given
    looks(9, NOTHING);

    // Then
    assertThat(look(OptionalLong.of(now), NOTHING)).isPresent();
  }

  @Test
  void shouldRemoveNothingWhileAPartitionHasNotSaidWhatItNeeds() {
    // Given
    looks(10, NOTHING);

    // Then
    assertThat(looks(20, NOTHING, new Need.Unknown())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "oldest=none", "oldest=1700000000000"})
  void shouldReadWhatItWrote(String word) {
    assertThat(Need.of(word).word()).isEqualTo(word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oldest=", "oldest=-1", "oldest=soon", "something of a newer version"})
  void shouldKnowNothingFromWhatItDoesNotUnderstand(String word) {
    assertThat(Need.of(word)).isEqualTo(new Need.Unknown());
  }
}

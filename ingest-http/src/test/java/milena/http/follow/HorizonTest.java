package milena.http.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import milena.ingest.log.MessageIds;
import org.junit.jupiter.api.Test;

class HorizonTest {

  private static final long MADE = 1_800_000_000_000L;
  private static final long SKEW = Horizon.SKEW.toMillis();
  private static final long PATIENCE = Horizon.PATIENCE.toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Horizon horizon = Horizon.of(MADE);

  private static byte[] madeAt(long millis) {
    return new MessageIds(() -> Instant.ofEpochMilli(millis))
        .next()
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void shouldEndAWhileAfterAYoungerMessageWasTakenUp() {
    assertThat(horizon.isPassedBy(madeAt(MADE + SKEW + 1), MADE + DAY)).isFalse();
    assertThat(horizon.isPassedBy(madeAt(MADE), MADE + DAY + PATIENCE - 1)).isFalse();
    assertThat(horizon.isPassedBy(madeAt(MADE + DAY), MADE + DAY + PATIENCE - 1)).isFalse();
    assertThat(horizon.isPassedBy(madeAt(MADE), MADE + DAY + PATIENCE)).isTrue();
  }

  @Test
  void shouldWaitForARouterThatWasAway() {
    assertThat(horizon.isPassedBy(madeAt(MADE - DAY), MADE + DAY)).isFalse();
    assertThat(horizon.isPassedBy(madeAt(MADE + SKEW), MADE + 30 * DAY)).isFalse();
    assertThat(horizon.isPassedBy(madeAt(MADE), MADE + 60 * DAY)).isFalse();
  }

  @Test
  void shouldLearnNothingFromWhatHasNoTime() {
    var derived = MessageIds.of(new byte[17]).getBytes(StandardCharsets.US_ASCII);
    for (var key : new byte[][] {derived, {}, {-1, 0, 1}, null}) {
      assertThat(horizon.isPassedBy(key, MADE + DAY)).isFalse();
      assertThat(horizon.isPassedBy(key, MADE + 2 * DAY)).isFalse();
    }
  }

  @Test
  void shouldNotBeThereWhereAllIsToBeRead() {
    var none = Horizon.none();
    assertThat(none.isPassedBy(madeAt(MADE + 99 * DAY), MADE)).isFalse();
    assertThat(none.isPassedBy(madeAt(MADE + 99 * DAY), MADE + 99 * DAY)).isFalse();
  }
}

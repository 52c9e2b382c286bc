package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkingRoomTest {

  private static final long MIB = 1 << 20;
  private static final Duration NONE = Duration.ZERO;

  private final WorkingRoom room = new WorkingRoom(64 * MIB);

  @Test
  void shouldKeepRoomForWhatIsSmall() throws Exception {
    // Given
    assertThat(room.take("large", 70 * MIB, NONE)).isTrue();

    // Then
    assertThat(room.take("other", 2 * MIB, NONE)).isFalse();
    assertThat(room.take("other", MIB, NONE)).isTrue();
    assertThat(room.take("large", MIB, NONE)).isTrue();
  }

  @Test
  void shouldLeaveOthersTheirPartOfThat() throws Exception {
    // Given
    while (room.take("many", MIB, NONE)) {}

    // Then
    assertThat(room.take("other", MIB, NONE)).isTrue();
  }

  @Test
  void shouldTakeBackWhatWasTaken() throws Exception {
    // Given
    assertThat(room.take("a", 70 * MIB, NONE)).isTrue();
    assertThat(room.take("b", 70 * MIB, NONE)).isFalse();

    // When
    room.giveBack("a", 70 * MIB);

    // Then
    assertThat(room.take("b", 70 * MIB, NONE)).isTrue();
  }
}

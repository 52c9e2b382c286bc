package milena.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;

import milena.runtime.config.Reserve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When mail is refused for want of room, and when it is taken again. */
class DiskRoomTest {

  private static final long WHOLE = 10_000;
  private static final Reserve RESERVE = Reserve.parse("10%");

  @ParameterizedTest
  @CsvSource({"1000, true", "999, false", "0, false"})
  void shouldRefuseBelowTheReserveAlsoAtTheFirstLook(long free, boolean sufficient) {
    // When
    var room = DiskRoom.UNSEEN.seen(free, WHOLE, RESERVE);

    // Then
    assertThat(room).isEqualTo(new DiskRoom(free, 1000, sufficient));
  }

  @ParameterizedTest
  @CsvSource({"1000, false", "1049, false", "1050, true"})
  void shouldTakeMailAgainOnlyWithALittleMoreThanTheReserve(long free, boolean sufficient) {
    // Given
    var full = DiskRoom.UNSEEN.seen(999, WHOLE, RESERVE);

    // When
    var room = full.seen(free, WHOLE, RESERVE);

    // Then
    assertThat(room.sufficient()).isEqualTo(sufficient);
  }

  @Test
  void shouldRefuseNothingWithoutAReserve() {
    // When
    var room = DiskRoom.UNSEEN.seen(0, WHOLE, Reserve.parse("0"));

    // Then
    assertThat(room.sufficient()).isTrue();
  }
}

package milena.http.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import milena.http.submit.SharedGate.Taken;
import org.junit.jupiter.api.Test;

/** Who gets room for an answer while others do not read theirs. */
class AnswerRoomTest {

  private static final long KIB = 1024;
  private static final long ALL = 4096 * KIB;
  private static final long PART = ALL / 4;

  private final AnswerRoom room = new AnswerRoom(ALL, Duration.ofMillis(1));

  private void unread(String tenant, long bytes) throws InterruptedException {
    assertThat(room.take(tenant, bytes)).isEqualTo(Taken.TAKEN);
    room.made(tenant, bytes, bytes);
  }

  @Test
  void shouldKeepRoomForOthersWhenATenantReadsNothing() throws Exception {
    // When
    int answers = 0;
    while (room.take("deaf", 100 * KIB) == Taken.TAKEN) {
      room.made("deaf", 100 * KIB, 100 * KIB);
      answers++;
    }
    // Then
    assertThat(answers).isEqualTo(6);
    assertThat(room.take("deaf", 1)).isEqualTo(Taken.TENANT_HAS_ENOUGH);
    assertThat(room.take("shop", PART)).isEqualTo(Taken.TAKEN);
    // When
    room.giveBack("deaf", 100 * KIB);
    // Then
    assertThat(room.take("deaf", 1)).isEqualTo(Taken.TAKEN);
  }

  @Test
  void shouldBoundWhatATenantHasWhileItsAnswersAreMade() throws Exception {
    // Given
    assertThat(room.take("shop", 10 * PART)).as("as much as there is").isEqualTo(Taken.TAKEN);
    // Then
    assertThat(room.take("shop", KIB)).isEqualTo(Taken.TENANT_HAS_ENOUGH);
    // When
    room.made("shop", 10 * PART, KIB);
    // Then
    assertThat(room.take("shop", KIB)).isEqualTo(Taken.TAKEN);
  }

  @Test
  void shouldGiveBackEverythingItTook() throws Exception {
    // Given
    for (var tenant : new String[] {"a", "b", "c"}) {
      unread(tenant, PART - KIB);
    }
    assertThat(room.take("d", PART - KIB)).isEqualTo(Taken.TAKEN);
    assertThat(room.take("e", KIB)).isEqualTo(Taken.FULL);
    // When
    room.giveBack("a", PART - KIB);
    // Then
    assertThat(room.take("e", PART - KIB)).isEqualTo(Taken.TAKEN);
  }
}

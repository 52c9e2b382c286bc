package milena.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedTest {
  @TempDir private Path folder;

  @Test
  void shouldTakeTheMiddleOfAnOddNumberOfRounds() {
    // Given
    var compared = rounds(Side.MILENA, 900, 100, 300);

    // Then
    assertThat(compared.median(Side.MILENA, Figure.DELIVERED_RATE)).hasValue(300);
    assertThat(compared.median(Side.POSTFIX, Figure.DELIVERED_RATE)).isEmpty();
    assertThat(compared.median(Side.MILENA, Figure.CPU_PER_1000)).isEmpty();
  }

  @Test
  void shouldMeetBetweenTheMiddleTwoOfAnEvenNumberOfRounds() {
    // Given
    var compared = rounds(Side.POSTFIX, 100, 400, 200, 300);

    // Then
    assertThat(compared.median(Side.POSTFIX, Figure.DELIVERED_RATE))
        .isEqualTo(OptionalDouble.of(250));
    assertThat(compared.rounds(Side.POSTFIX)).isEqualTo(4);
  }

  @Test
  void shouldBeReadAsItWasWritten() throws Exception {
    // Given
    var results =
        new Results(
            "2026-01-02T03:04:05Z",
            "0123456789ab",
            new Machine("a processor", 2, 8192, "Linux 6", "a JDK 25", "ext4 on /dev/vda"),
            List.of(new Contender(Side.POSTFIX, "postfix 3.7.11", "as shipped", "cpu.stat")),
            List.of(rounds(Side.POSTFIX, 1.25, 2.5)));
    var file = folder.resolve("results.json");

    // When
    results.write(file);

    // Then
    assertThat(Results.read(file)).isEqualTo(results);
    assertThat(file).content().contains("\"delivered_rate\" : 1.25", "\"size_bytes\" : 4096");
  }

  static Compared rounds(Side side, double... delivered) {
    var rounds = new ArrayList<Round>();
    for (double rate : delivered) {
      rounds.add(Round.of(rounds.size() + 1, side, Map.of(Figure.DELIVERED_RATE, rate)));
    }
    return new Compared(Scenario.flow("small", 20_000, 4096, 20), "nothing", rounds);
  }
}

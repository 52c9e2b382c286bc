package milena.bench.result;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A scenario with everything that its rounds measured.
 *
 * @param scenario what was done
 * @param warmUp what each side was sent before the first round
 * @param rounds in the order in which they ran
 */
public record Compared(Scenario scenario, String warmUp, List<Round> rounds) {

  /** Copies the rounds. */
  public Compared {
    rounds = List.copyOf(rounds);
  }

  /** Returns the median of what a side's rounds measured; nothing when none did. */
  public OptionalDouble median(Side side, Figure figure) {
    var values =
        rounds.stream()
            .filter(round -> round.side() == side)
            .flatMapToDouble(round -> round.figure(figure).stream())
            .sorted()
            .toArray();
    if (values.length == 0) {
      return OptionalDouble.empty();
    }
    int middle = values.length / 2;
    return OptionalDouble.of(
        values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
  }

  /** Returns how many rounds a side had. */
  public long rounds(Side side) {
    return rounds.stream().filter(round -> round.side() == side).count();
  }
}

package milena.bench.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import milena.bench.result.Figure;
import milena.bench.result.Round;

/** Says in a line how a round went. */
final class Telling {
  private static final List<Figure> TOLD =
      List.of(
          Figure.ACCEPTED_RATE,
          Figure.DELIVERED_RATE,
          Figure.DRAIN_RATE,
          Figure.PRODUCER_RATE,
          Figure.CPU_PER_1000,
          Figure.TOOLS_CPU_PER_1000,
          Figure.PEAK_PSS_MIB);

  private Telling() {}

  static String line(Round round) {
    return TOLD.stream()
        .filter(figure -> round.figure(figure).isPresent())
        .map(
            figure ->
                figure.label()
                    + String.format(Locale.ROOT, " %,.2f", round.figure(figure).getAsDouble()))
        .collect(
            Collectors.joining(
                "; ", "round " + round.number() + " " + round.side().label() + ": ", ""));
  }
}

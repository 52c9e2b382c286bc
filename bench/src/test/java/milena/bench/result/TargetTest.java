package milena.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @Test
  void shouldTellOfEveryTargetThatNothingWasMeasured() {
    // Given
    var nothing = results(List.of());

    // Then
    assertThat(Target.all())
        .hasSize(12)
        .allSatisfy(
            target -> {
              assertThat(target.reached().apply(nothing)).isEmpty();
              assertThat(target.told().apply(nothing)).isEqualTo("not measured");
            });
  }

  @ParameterizedTest
  @CsvSource({
    // The larger of 5 ms and 2.5 flushes is the bound of the median, ten times that of the tail.
    "'accept p50 at half load', 1, 4, 1.25, '4.0'",
    "'accept p50 at half load', 4, 4, 2.5, '4.0'",
    "'accept p99 at half load', 4, 4, 25, '4.0'",
    "'sent → received p50 at half load', 4, 100, 0.5, '100.0'",
    "'resident memory at its peak, MiB', 4, 400, 1.5, '400.0'",
  })
  void shouldHoldAFigureAgainstItsBound(
      String what, double flush, double figure, double reached, String told) {
    // Given
    var results =
        results(
            List.of(
                compared(
                    "small",
                    Side.MILENA,
                    Map.of(
                        Figure.FLUSH_P50_MS, flush,
                        Figure.HALF_ACCEPT_P50_MS, figure,
                        Figure.HALF_ACCEPT_P99_MS, figure,
                        Figure.HALF_TRANSIT_P50_MS, figure,
                        Figure.PEAK_RSS_MIB, figure))));

    // Then
    assertThat(target(what).reached().apply(results).orElseThrow())
        .isCloseTo(reached, within(1e-9));
    assertThat(target(what).told().apply(results)).isEqualTo(told);
  }

  @Test
  void shouldHoldOneSideAgainstTheOther() {
    // Given
    var both =
        new Compared(
            Scenario.flow("small", 1, 4096, 1),
            "",
            List.of(
                round(
                    Side.MILENA, Map.of(Figure.DELIVERED_RATE, 4_500.0, Figure.CPU_PER_1000, 0.5)),
                round(
                    Side.POSTFIX, Map.of(Figure.DELIVERED_RATE, 500.0, Figure.CPU_PER_1000, 3.0))));
    var results = results(List.of(both));

    // Then
    assertThat(target("delivered, 1 domain").told().apply(results)).isEqualTo("9.00 ×");
    assertThat(target("delivered, 1 domain").reached().apply(results)).hasValue(1.5);
    assertThat(target("CPU per 1,000 messages, 4 KiB").told().apply(results)).isEqualTo("1/6.00");
    assertThat(target("CPU per 1,000 messages, 4 KiB").reached().apply(results)).hasValue(0.75);
  }

  @Test
  void shouldHoldABacklogAgainstTheFreshRateAndIngestAgainstKafka() {
    // Given
    var results =
        results(
            List.of(
                compared("small", Side.MILENA, Map.of(Figure.DELIVERED_RATE, 1_000.0)),
                compared("backlog", Side.MILENA, Map.of(Figure.DRAIN_RATE, 400.0)),
                compared(
                    "ingest",
                    Side.MILENA,
                    Map.of(Figure.ACCEPTED_RATE, 900.0, Figure.PRODUCER_RATE, 1_000.0))));

    // Then
    assertThat(target("backlog of 20,000 drained").told().apply(results)).isEqualTo("40%");
    assertThat(target("backlog of 20,000 drained").reached().apply(results)).hasValue(0.5);
    assertThat(target("ingest alone").told().apply(results)).isEqualTo("90%");
    assertThat(target("ingest alone").reached().apply(results).orElseThrow())
        .isCloseTo(1.5, within(1e-9));
  }

  private static Target target(String what) {
    return Target.all().stream()
        .filter(target -> target.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  private static Compared compared(String name, Side side, Map<Figure, Double> figures) {
    return new Compared(Scenario.flow(name, 1, 4096, 1), "", List.of(round(side, figures)));
  }

  private static Round round(Side side, Map<Figure, Double> figures) {
    return Round.of(1, side, figures);
  }

  private static Results results(List<Compared> scenarios) {
    return new Results("", "", new Machine("", 2, 1, "", "", ""), List.of(), scenarios);
  }
}

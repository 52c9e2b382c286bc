package milena.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import milena.bench.compare.Comparison;
import milena.bench.compare.Order;
import milena.bench.compare.Scenarios;
import milena.bench.compare.WarmUp;
import milena.bench.page.ComparisonTables;
import milena.bench.result.Compared;
import milena.bench.result.Figure;
import milena.bench.result.Results;
import milena.bench.result.Side;
import milena.bench.rig.PostfixRig;
import milena.standalone.Milena;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That Milena is measured against Postfix; how fast they are is not for a test to say. */
@Tag("long")
class ComparisonTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /** Not a temporary folder: those are for their owner alone, and Postfix has a user of its own. */
  private static final Path FOLDER = Path.of("target", "comparison").toAbsolutePath();

  private static final List<String> PROGRAM =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-Xmx320m",
          "-cp",
          System.getProperty("java.class.path"),
          Milena.class.getName());

  @BeforeEach
  void needPostfix() throws IOException {
    Files.createDirectories(FOLDER);
    var missing = PostfixRig.missing(FOLDER);
    assumeTrue(missing.isEmpty(), () -> "not compared: " + missing.orElseThrow());
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void shouldMeasureBothSidesInOneRun() throws Exception {
    // When
    var results = compare(List.of("quick"), new WarmUp(0));

    // Then
    var compared = results.scenarios().getFirst();
    for (var side : Side.values()) {
      assertThat(figures(compared, side))
          .contains(
              Figure.ACCEPTED_RATE,
              Figure.DELIVERED_RATE,
              Figure.CPU_PER_1000,
              Figure.TOOLS_CPU_PER_1000,
              Figure.PEAK_PSS_MIB,
              Figure.HALF_ACCEPT_P99_MS,
              Figure.HALF_TRANSIT_P99_MS,
              Figure.FLUSH_P50_MS);
      assertThat(compared.median(side, Figure.DELIVERED_RATE).orElseThrow()).isPositive();
      assertThat(compared.median(side, Figure.CPU_PER_1000).orElseThrow()).isPositive();
      assertThat(compared.median(side, Figure.PEAK_PSS_MIB).orElseThrow()).isGreaterThan(1);
      assertThat(compared.median(side, Figure.DUPLICATES)).hasValue(0);
    }
    assertThat(results.contenders()).extracting(contender -> contender.side()).hasSize(2);
    assertThat(FOLDER.resolve("tiny")).doesNotExist();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void shouldMeasureEveryScenario() throws Exception {
    // When
    var results = compare(List.of("all"), WarmUp.usual());

    // Then
    System.out.println(ComparisonTables.of(results));
    assertThat(results.scenarios())
        .hasSameSizeAs(Scenarios.named(List.of("all")))
        .allSatisfy(
            compared ->
                assertThat(compared.rounds())
                    .hasSize(compared.scenario().sides().size())
                    .allSatisfy(round -> assertThat(round.figures()).isNotEmpty()));
    assertThat(figures(results.scenario("backlog").orElseThrow(), Side.POSTFIX))
        .contains(Figure.DRAIN_RATE);
    assertThat(figures(results.scenario("ingest").orElseThrow(), Side.MILENA))
        .contains(Figure.ACCEPTED_RATE, Figure.PRODUCER_RATE);
  }

  private static List<Figure> figures(Compared compared, Side side) {
    return List.of(Figure.values()).stream()
        .filter(figure -> compared.median(side, figure).isPresent())
        .toList();
  }

  private static Results compare(List<String> scenarios, WarmUp warmUp) throws Exception {
    var order =
        new Order(
            Scenarios.named(scenarios), Set.of(Side.values()), 1, warmUp, FOLDER, PROGRAM, HOME);
    return new Comparison(order, System.err::println).run();
  }
}

package milena.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import milena.bench.result.Compared;
import milena.bench.result.Contender;
import milena.bench.result.Figure;
import milena.bench.result.Machine;
import milena.bench.result.QueueResults;
import milena.bench.result.Results;
import milena.bench.result.Round;
import milena.bench.result.Scenario;
import milena.bench.result.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class PagesTest {
  private static final Path HOME = Path.of("..");

  @TempDir private Path folder;

  @Test
  void shouldKeepWhatPeopleWroteAroundAPart() {
    // Given
    var page = "before\n<!-- begin growth -->\nold\n<!-- end growth -->\nafter\n";

    // When
    var filled = MarkedPage.with(page, "growth", "new\nlines\n");

    // Then
    assertThat(filled)
        .isEqualTo("before\n<!-- begin growth -->\nnew\nlines\n<!-- end growth -->\nafter\n");
    assertThatThrownBy(() -> MarkedPage.with(page, "comparison", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("<!-- begin comparison -->");
  }

  @Test
  void shouldPutBothSidesAndTheirRatioIntoOneRow() {
    // Given
    var both =
        new Compared(
            Scenario.flow("small", 20_000, 4096, 20),
            "nothing",
            List.of(round(Side.MILENA, 3_000, 300), round(Side.POSTFIX, 500, 90)));

    // When
    var text = ComparisonTables.of(results(both));

    // Then
    assertThat(text)
        .contains("Commit `abc`", "All data on ext4 on /dev/vda.")
        .contains("| Milena | milena 1 | flush | cpu.stat |")
        .contains("| delivered, 1 domain | ≥ 6 × Postfix | 6.00 × | 1.00 |")
        .contains("| ingest alone | ≥ 60% of Kafka's producer test | not measured | – |")
        .contains("### small: 20,000 × 4 KiB over 20 connections, 1 domain")
        .contains("| figure | Milena | Postfix | Milena / Postfix |")
        .contains("| delivered, messages/s | 3,000 | 500 | 6.00 |")
        .contains("| peak memory, PSS MiB | 300 | 90.00 | 3.33 |");
  }

  @Test
  void shouldDrawEachCurveInOrderAndLeaveOtherScenariosOut() throws Exception {
    // Given
    var results =
        results(
            single("messages-80000", 80_000, 1_500, 420),
            single("messages-20000", 20_000, 2_000, 400),
            single("small", 20_000, 9_999, 999));

    // When
    var svg = GrowthPlot.svg(results);
    var table = Growth.table(results);

    // Then
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(4);
    assertThat(Growth.points(results, Growth.Dimension.MESSAGES))
        .containsExactly(
            new Growth.Point(20_000, 2_000, 400), new Growth.Point(80_000, 1_500, 420));
    assertThat(table).contains("| 80,000 | 20 | 1 | 1,500 | – | 420 |").doesNotContain("9,999");
  }

  @Test
  void shouldFillThePageFromTheFilesBesideIt() throws Exception {
    // Given
    var docs = Files.createDirectories(folder.resolve("docs/measured"));
    var page = folder.resolve(PerformancePages.PAGE);
    Files.writeString(
        page,
        """
        # Performance
        <!-- begin comparison -->
        <!-- end comparison -->
        <!-- begin growth -->
        <!-- end growth -->
        """);
    results(single("messages-20000", 20_000, 2_000, 400)).write(docs.resolve("growth.json"));
    var scale =
        Files.copy(HOME.resolve(PerformancePages.SCALE), folder.resolve(PerformancePages.SCALE));

    // When
    var written = PerformancePages.write(folder);

    // Then
    assertThat(written).containsExactly(page, scale, docs.resolve("growth.svg"));
    assertThat(MarkedPage.part(Files.readString(page), "growth")).contains("| 20,000 | 20 | 1 |");
    assertThat(MarkedPage.part(Files.readString(page), "comparison")).isEmpty();
  }

  @Test
  void shouldFindThePageOfTheDocumentationUpToDate() throws Exception {
    // Given
    var page = Files.readString(HOME.resolve(PerformancePages.PAGE));

    // Then
    assertThat(PerformancePages.filled(HOME, page))
        .describedAs("run ./milena bench page")
        .isEqualTo(page);
  }

  @Test
  void shouldFindThePageOfScaleFilledByWhatWasMeasuredOfQueues() throws Exception {
    // Given
    var page = Files.readString(HOME.resolve(PerformancePages.SCALE));

    // Then
    assertThat(PerformancePages.waited(HOME, page))
        .describedAs("run ./milena bench page")
        .isEqualTo(page);
  }

  @Test
  void shouldTellHowWhatWaitsGrows() throws Exception {
    // Given
    var page =
        """
        # Scale
        <!-- begin queues -->
        <!-- end queues -->
        """;
    var docs = Files.createDirectories(folder.resolve("docs/measured"));
    var point =
        new QueueResults.Point(
            1_048_576,
            40_000,
            5_000,
            new QueueResults.Beside(60, 2_000),
            new QueueResults.Beside(70, 1_800),
            new QueueResults.Lateness(2_000, 12, 40.4, 99),
            7.5,
            1.5);
    var machine = new Machine("a processor", 2, 8_192, "Linux", "Java", "ext4");
    new QueueResults("2026-11-28T12:00:00Z", "abc", machine, 20_000, 3, List.of(point))
        .write(docs.resolve("queues.json"));

    // Then
    assertThat(PerformancePages.waited(folder, page))
        .contains(
            "| 1,048,576 | 40,000 | 5,000 | 70 (60) | 10.0 | 1,800 (2,000): 90% | 12, 40, 99 | 7.5"
                + " | 1.5 |");
  }

  @Test
  void shouldFindThePageOfScaleReckonedFromItsOwnInputs() throws Exception {
    // Given
    var page = Files.readString(HOME.resolve(PerformancePages.SCALE));

    // Then
    assertThat(PerformancePages.reckoned(page))
        .describedAs("run ./milena bench page")
        .isEqualTo(page);
  }

  private static Compared single(String name, int messages, double rate, double memory) {
    return new Compared(
        Scenario.flow(name, messages, 4096, 20).only(Side.MILENA),
        "nothing",
        List.of(round(Side.MILENA, rate, memory)));
  }

  private static Round round(Side side, double rate, double memory) {
    return Round.of(1, side, Map.of(Figure.DELIVERED_RATE, rate, Figure.PEAK_PSS_MIB, memory));
  }

  private static Results results(Compared... scenarios) {
    return new Results(
        "2026-01-02T03:04:05Z",
        "abc",
        new Machine("a processor", 2, 8192, "Linux 6", "a JDK 25", "ext4 on /dev/vda"),
        List.of(new Contender(Side.MILENA, "milena 1", "flush", "cpu.stat")),
        List.of(scenarios));
  }
}

package milena.bench.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import milena.bench.result.QueueResults;
import milena.bench.result.Results;

/**
 * The page about performance, with its generated parts: one from the comparison, one from the run
 * of growth. Both files of results lie beside it, so that anybody can do the sums again.
 */
public final class PerformancePages {
  /** The page, from the top of the working copy. */
  public static final String PAGE = "docs/performance.md";

  /** The page about larger sites, which has what it reckons with in a table of its own. */
  public static final String SCALE = "docs/scale.md";

  private static final String MEASURED = "docs/measured";
  private static final String COMPARISON = "comparison";
  private static final String GROWTH = "growth";
  private static final String QUEUES = "queues";

  private PerformancePages() {}

  /**
   * Writes what the files of results say into the pages, and the plot.
   *
   * @param home the top of the working copy
   * @return what was written
   * @throws IOException when a page or a file cannot be read or written
   */
  public static List<Path> write(Path home) throws IOException {
    var written = new ArrayList<Path>();
    var page = home.resolve(PAGE);
    Files.writeString(page, filled(home, Files.readString(page)));
    written.add(page);
    var scale = home.resolve(SCALE);
    Files.writeString(scale, waited(home, reckoned(Files.readString(scale))));
    written.add(scale);
    var growth = file(home, GROWTH);
    if (Files.exists(growth)) {
      var plot = home.resolve(MEASURED).resolve(GROWTH + ".svg");
      Files.writeString(plot, GrowthPlot.svg(Results.read(growth)));
      written.add(plot);
    }
    return written;
  }

  /**
   * Returns the page as it should be by the files of results that are there.
   *
   * @throws IOException when one of them cannot be read
   */
  static String filled(Path home, String text) throws IOException {
    var filled = text;
    var comparison = file(home, COMPARISON);
    if (Files.exists(comparison)) {
      filled = MarkedPage.with(filled, COMPARISON, ComparisonTables.of(Results.read(comparison)));
    }
    var growth = file(home, GROWTH);
    if (Files.exists(growth)) {
      filled = MarkedPage.with(filled, GROWTH, Growth.table(Results.read(growth)));
    }
    return filled;
  }

  /** Returns the page about larger sites as it should be by its own inputs. */
  static String reckoned(String text) {
    return MarkedPage.with(
        text, "model", ScaleModel.table(ScaleInputs.read(MarkedPage.part(text, "inputs"))));
  }

  /**
   * Returns the page about larger sites as it should be by the file of results about what waits, if
   * that is there.
   *
   * @throws IOException when it cannot be read
   */
  static String waited(Path home, String text) throws IOException {
    var queues = file(home, QUEUES);
    return Files.exists(queues)
        ? MarkedPage.with(text, QUEUES, QueueTable.of(QueueResults.read(queues)))
        : text;
  }

  private static Path file(Path home, String name) {
    return home.resolve(MEASURED).resolve(name + ".json");
  }
}

package milena.bench.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import milena.bench.host.Crew;
import milena.bench.host.MemoryPeak;
import milena.bench.host.ThisMachine;
import milena.bench.result.Figure;

/** Measures what a stretch of work costs: CPU time of all that take part, and memory. */
final class Meter implements AutoCloseable {
  /** So long a side may take to come to rest after the last message; its CPU time counts. */
  static final Duration SHORT_REST = Duration.ofSeconds(3);

  private static final double RESTING_SHARE = 0.1;
  private static final long LOOK_MILLIS = 500;
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double THOUSAND = 1000;

  private final Crew crew;
  private final Cost tools;
  private final MemoryPeak memory;
  private final double crewBefore;
  private final double toolsBefore;
  private final double machineBefore;

  /** CPU seconds taken so far. */
  @FunctionalInterface
  interface Cost {
    double seconds() throws IOException;
  }

  /**
   * Begins to measure.
   *
   * @throws IOException when the kernel does not tell
   */
  Meter(Crew crew, Cost tools) throws IOException {
    this.crew = crew;
    this.tools = tools;
    this.crewBefore = crew.cpuSeconds();
    this.toolsBefore = tools.seconds();
    this.machineBefore = ThisMachine.busySeconds();
    this.memory = new MemoryPeak(crew);
  }

  /**
   * Returns what so many messages have cost, when the side has come to rest.
   *
   * @throws IOException when the kernel does not tell
   */
  Map<Figure, Double> read(int messages) throws IOException, InterruptedException {
    double toolsAfter = tools.seconds();
    awaitRest(crew, SHORT_REST);
    double thousands = messages / THOUSAND;
    var figures = new EnumMap<Figure, Double>(Figure.class);
    figures.put(Figure.CPU_PER_1000, (crew.cpuSeconds() - crewBefore) / thousands);
    figures.put(Figure.TOOLS_CPU_PER_1000, (toolsAfter - toolsBefore) / thousands);
    figures.put(
        Figure.MACHINE_CPU_PER_1000, (ThisMachine.busySeconds() - machineBefore) / thousands);
    figures.put(Figure.PEAK_PSS_MIB, memory.pssMib());
    figures.put(Figure.PEAK_RSS_MIB, memory.rssMib());
    return figures;
  }

  /** Returns when a crew takes less than a tenth of a processor, or after so long all the same. */
  static void awaitRest(Crew crew, Duration longest) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    double before = crew.cpuSeconds();
    double taken;
    do {
      Thread.sleep(LOOK_MILLIS);
      double now = crew.cpuSeconds();
      taken = now - before;
      before = now;
    } while (taken > RESTING_SHARE * LOOK_MILLIS / MILLIS_PER_SECOND
        && System.nanoTime() - deadline < 0);
  }

  @Override
  public void close() {
    memory.close();
  }
}

package milena.bench.compare;

import java.io.IOException;
import java.util.Map;
import milena.bench.result.Figure;

/** What is done to a side that runs. */
interface Trial extends AutoCloseable {

  /** Sends what goes ahead of everything that is measured. */
  void warmUp() throws IOException, InterruptedException;

  /** Runs one round and returns what it measured. */
  Map<Figure, Double> round() throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}

package milena.bench.compare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import milena.bench.result.Figure;

/** What sends to a side and what receives from it: a load generator and a sink. */
interface Traffic extends AutoCloseable {

  /**
   * Sends and returns when the sink has everything.
   *
   * @return rates, and latencies where the tools measure them
   * @throws IOException when something was not accepted or does not arrive
   */
  Map<Figure, Double> pass(InetSocketAddress to, Shipment shipment)
      throws IOException, InterruptedException;

  /** Returns the CPU seconds that the tools have taken so far. */
  double cpuSeconds() throws IOException;

  @Override
  void close() throws IOException;
}

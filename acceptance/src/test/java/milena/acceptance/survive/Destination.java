package milena.acceptance.survive;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.IntStream;
import milena.bench.measure.LatencySummary;
import milena.bench.sink.Sink;
import milena.bench.sink.SinkConfig;

/** The sink in the test's own process: it survives, and what it has seen is what really left. */
final class Destination implements AutoCloseable {

  private final Path log;
  private final Sink sink;
  private final InetSocketAddress address;

  Destination(Path folder) throws IOException {
    this.log = folder.resolve("sink.log");
    this.sink = new Sink(SinkConfig.sandbox().withLog(log), InstantSource.system());
    this.address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), sink.start("0.0.0.0", 0).getPort());
  }

  InetSocketAddress address() {
    return address;
  }

  /** Routes that make every domain a site of its own, all of them served by this sink. */
  Path routes() throws IOException {
    var lines =
        IntStream.range(0, Traffic.DOMAINS.size())
            .mapToObj(
                number ->
                    "%s 127.0.0.%d %d"
                        .formatted(Traffic.DOMAINS.get(number), number + 1, address.getPort()))
            .toList();
    return Files.write(log.resolveSibling("routes"), lines);
  }

  /** A line for each delivery, as of some 200 ms ago. */
  Path log() {
    return log;
  }

  long deliveries() {
    return sink.report().traffic().deliveries();
  }

  /** How many there were to recipients of a domain, as of some 200 ms ago. */
  long deliveriesTo(String domain) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("@" + domain)).count();
    }
  }

  /** How long messages took from the load generator to here, of all since the beginning. */
  LatencySummary latency() {
    return sink.report().latency();
  }

  /** What has come counts no more. */
  void forget() {
    sink.forget();
  }

  long connections() {
    return sink.report().traffic().open();
  }

  @Override
  public void close() {
    sink.close();
  }
}

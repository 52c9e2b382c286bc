package milena.bench.compare;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import milena.bench.host.Crew;
import milena.bench.result.Figure;
import milena.bench.rig.Destinations;
import milena.bench.rig.Program;

/**
 * Postfix's smtp-source and smtp-sink: they have no part in our code, and none in our favour. They
 * tell no latencies, and the source knows one recipient only.
 */
final class PostfixTraffic implements Traffic {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int TAIL_BYTES = 128;
  private static final String LISTEN_QUEUE = "1024";

  /** What smtp-sink -c writes after each message. */
  private static final Pattern COUNT = Pattern.compile("mesg=([0-9]+)\r");

  private final Destinations destinations;
  private final Path folder;
  private final Crew crew = Crew.gather("tools");
  private final Program sink;
  private long before;

  /**
   * Starts the sink.
   *
   * @throws IOException when it does not start
   */
  PostfixTraffic(Destinations destinations, Path folder) throws IOException {
    this.destinations = destinations;
    this.folder = folder;
    this.sink =
        Program.start(
            "smtp-sink",
            folder,
            crew.within(
                List.of(
                    "smtp-sink",
                    "-c",
                    "-u",
                    "postfix",
                    destinations.listen() + ":" + destinations.port(),
                    LISTEN_QUEUE)));
    crew.started(sink.handle());
  }

  @Override
  public Map<Figure, Double> pass(InetSocketAddress to, Shipment shipment)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Program.run("smtp-source", folder, crew.within(source(to, shipment)));
    double accepted = (System.nanoTime() - start) / NANOS_PER_SECOND;
    before += shipment.messages();
    Arrivals.await(this::counted, before);
    double delivered = (System.nanoTime() - start) / NANOS_PER_SECOND;
    var figures = new EnumMap<Figure, Double>(Figure.class);
    figures.put(Figure.ACCEPTED_RATE, shipment.messages() / accepted);
    figures.put(Figure.DELIVERED_RATE, shipment.messages() / delivered);
    return figures;
  }

  @Override
  public double cpuSeconds() throws IOException {
    return crew.cpuSeconds();
  }

  @Override
  public void close() {
    sink.close();
    crew.close();
  }

  private List<String> source(InetSocketAddress to, Shipment shipment) {
    return List.of(
        "smtp-source",
        "-d",
        "-s",
        String.valueOf(shipment.connections()),
        "-m",
        String.valueOf(shipment.messages()),
        "-l",
        String.valueOf(shipment.sizeBytes()),
        "-f",
        "load@sender.test",
        "-t",
        "user@" + destinations.domains().getFirst(),
        to.getAddress().getHostAddress() + ":" + to.getPort());
  }

  private long counted() throws IOException {
    try (var file = new RandomAccessFile(sink.output().toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL_BYTES);
      file.seek(from);
      var tail = new byte[(int) (file.length() - from)];
      file.readFully(tail);
      return lastCount(new String(tail, StandardCharsets.US_ASCII));
    }
  }

  /** Returns the last complete count in what the sink has written. */
  static long lastCount(String said) {
    var matcher = COUNT.matcher(said);
    long last = 0;
    while (matcher.find()) {
      last = Long.parseLong(matcher.group(1));
    }
    return last;
  }
}

package milena.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Kafka's own producer performance test, on a topic like the one that mail is accepted into: one
 * partition, flushed with each batch. Its producer has the settings of the one in ingest that
 * decide how records gather: batch, linger, requests in flight, acknowledgement, idempotence.
 */
public final class ProducerTest {
  private static final Pattern RATE = Pattern.compile("records sent, ([0-9.]+) records/sec");
  private static final List<String> AS_INGEST_HAS_THEM =
      List.of(
          "acks=all",
          "enable.idempotence=true",
          "linger.ms=1",
          "batch.size=270336",
          "max.in.flight.requests.per.connection=1");

  private final Path kafkaTools;
  private final Path folder;

  /**
   * Makes one.
   *
   * @param kafkaTools the folder that the build puts Kafka's tools into
   * @param folder where what it says is kept
   */
  public ProducerTest(Path kafkaTools, Path folder) {
    this.kafkaTools = kafkaTools;
    this.folder = folder;
  }

  /**
   * Runs it and returns the records per second that it tells.
   *
   * @param warmUp how many records go ahead unmeasured
   * @throws IOException when it fails
   * @throws InterruptedException when the thread is interrupted
   */
  public double run(String broker, int records, int recordBytes, int warmUp)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(kafkaTools)) {
      throw new IOException(
          "Kafka's tools are not in " + kafkaTools + ": mvn package puts them there");
    }
    var topic = "bench.producer." + System.nanoTime();
    Program.run(
        "topic",
        folder,
        java(
            "org.apache.kafka.tools.TopicCommand",
            List.of(
                "--bootstrap-server",
                broker,
                "--create",
                "--topic",
                topic,
                "--partitions",
                "1",
                "--replication-factor",
                "1",
                "--config",
                "flush.messages=1")));
    var arguments = new ArrayList<>(List.of("--bootstrap-server", broker, "--topic", topic));
    arguments.addAll(List.of("--num-records", String.valueOf(warmUp + records)));
    arguments.addAll(List.of("--warmup-records", String.valueOf(warmUp)));
    arguments.addAll(List.of("--record-size", String.valueOf(recordBytes)));
    arguments.addAll(List.of("--throughput", "-1", "--command-property"));
    arguments.addAll(AS_INGEST_HAS_THEM);
    var said =
        Program.run(
            "producer", folder, java("org.apache.kafka.tools.ProducerPerformance", arguments));
    return rate(said);
  }

  /** Returns the rate in the last line of a report that has one. */
  static double rate(String said) throws IOException {
    var matcher = RATE.matcher(said);
    double last = -1;
    while (matcher.find()) {
      last = Double.parseDouble(matcher.group(1));
    }
    if (last < 0) {
      throw new IOException("Kafka's producer test tells no rate: " + said);
    }
    return last;
  }

  private List<String> java(String main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp"));
    command.add(System.getProperty("java.class.path") + ":" + kafkaTools + "/*");
    command.add(main);
    command.addAll(arguments);
    return command;
  }
}

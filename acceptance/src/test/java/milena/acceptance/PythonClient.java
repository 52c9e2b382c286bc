package milena.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Confluent's Python client. {@code MILENA_PYTHON} names the interpreter that has it, as the
 * continuous build does; then it must be there. Otherwise {@code python3} may have it or not.
 */
final class PythonClient {
  private static final Optional<String> NAMED = Optional.ofNullable(System.getenv("MILENA_PYTHON"));

  private PythonClient() {}

  /** Skips the test where there is no such Python. */
  static void assumeThere() throws IOException, InterruptedException {
    assumeTrue(
        NAMED.isPresent()
            || run(List.of("-c", "import confluent_kafka.schema_registry.avro")).good(),
        "skipped: no Python with confluent-kafka[avro]; .ci/run installs one, MILENA_PYTHON names"
            + " it");
  }

  /** Reads records of a topic, in no particular order. */
  static List<JsonNode> read(
      String bootstrap, String registry, String topic, int count, Path... readerSchema)
      throws IOException, InterruptedException, URISyntaxException {
    var script = Path.of(PythonClient.class.getResource("/read_events.py").toURI());
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of(script.toString(), bootstrap, registry, topic));
    arguments.add(Integer.toString(count));
    for (var file : readerSchema) {
      arguments.add(file.toString());
    }
    var ran = run(arguments);
    if (!ran.good()) {
      throw new AssertionError("Confluent's client did not read " + topic + ": " + ran.output());
    }
    var json = new ObjectMapper();
    var records = new ArrayList<JsonNode>();
    for (var line : ran.output().lines().toList()) {
      records.add(json.readTree(line));
    }
    return records;
  }

  private record Run(boolean good, String output) {}

  private static Run run(List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(NAMED.orElse("python3"));
    command.addAll(arguments);
    Process python;
    try {
      python = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException notThere) {
      return new Run(false, String.valueOf(notThere.getMessage()));
    }
    python.getOutputStream().close();
    var output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean ended = python.waitFor(10, TimeUnit.SECONDS);
    return new Run(ended && python.exitValue() == 0, output);
  }
}

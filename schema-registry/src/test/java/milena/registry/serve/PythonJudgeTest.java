package milena.registry.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import milena.registry.write.MemoryLog;
import milena.schemas.AvroFormat;
import milena.schemas.MailEvent;
import milena.schemas.Topics;
import milena.schemas.registry.OwnSchemas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Confluent's Python client reads what we write and writes what we read. Needs a Python with {@code
 * confluent-kafka[avro]}: the one that {@code MILENA_PYTHON} names, which then must have it, or
 * else {@code python3}.
 */
class PythonJudgeTest {
  private static final Optional<String> NAMED = Optional.ofNullable(System.getenv("MILENA_PYTHON"));

  private final HttpRegistry registry = HttpRegistry.writing(new MemoryLog());

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void shouldBeReadByThePythonClient() throws Exception {
    assumeTrue(NAMED.isPresent() || usable(), "no Python with confluent-kafka[avro]");
    try (var client = registry.client()) {
      // Given
      OwnSchemas.registerAll(client);
      var event = ConfluentJudgeTest.event();
      var bytes = new AvroFormat(client).codec(Topics.EVENTS, MailEvent.class).encode(event);

      // When
      var read = new ObjectMapper().readTree(judge("decode", bytes));

      // Then
      assertThat(read.path("recipient").asText()).isEqualTo("jürgen@example.com");
      assertThat(read.path("final").asBoolean()).isTrue();
      assertThat(read.path("code").asInt()).isEqualTo(250);
      assertThat(read.path("meta").path("k").asText()).isEqualTo("v");
      assertThat(read.size()).isEqualTo(MailEvent.getClassSchema().getFields().size());
    }
  }

  @Test
  void shouldReadWhatThePythonClientWrites() throws Exception {
    assumeTrue(NAMED.isPresent() || usable(), "no Python with confluent-kafka[avro]");
    try (var client = registry.client()) {
      // Given
      OwnSchemas.registerAll(client);
      var json = "{\"type\":\"bounced\",\"recipient\":\"jürgen@example.com\",\"attempt\":3}";

      // When
      var bytes = judge("encode", json.getBytes(StandardCharsets.UTF_8));
      var read = new AvroFormat(client).codec(Topics.EVENTS, MailEvent.class).decode(bytes);

      // Then
      assertThat(read)
          .isEqualTo(
              MailEvent.newBuilder()
                  .setType("bounced")
                  .setRecipient("jürgen@example.com")
                  .setAttempt(3)
                  .build());
    }
  }

  private byte[] judge(String what, byte[] input) throws Exception {
    var script = Path.of(PythonJudgeTest.class.getResource("/confluent_judge.py").toURI());
    return run(List.of(script.toString(), what, registry.url().toString(), Topics.EVENTS), input)
        .orElseThrow();
  }

  private static boolean usable() throws Exception {
    return run(List.of("-c", "import confluent_kafka.schema_registry.avro"), new byte[0])
        .isPresent();
  }

  /** What the interpreter printed; empty when it is not there or fails. */
  private static Optional<byte[]> run(List<String> arguments, byte[] input) throws Exception {
    var command = new ArrayList<String>();
    command.add(NAMED.orElse("python3"));
    command.addAll(arguments);
    Process python;
    try {
      python = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      return Optional.empty();
    }
    try (var stdin = python.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      python.destroyForcibly();
      return Optional.empty();
    }
    var output = python.getInputStream().readAllBytes();
    boolean ended = python.waitFor(60, TimeUnit.SECONDS);
    return ended && python.exitValue() == 0 ? Optional.of(output) : Optional.empty();
  }
}

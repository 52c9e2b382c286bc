package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An interpreter with the clients of other makers: the one that {@code MILENA_PYTHON} names, the
 * one that the continuous build installs, or {@code python3}.
 */
final class Python {

  private static final Path INSTALLED = Path.of("../target/python/bin/python3");

  private Python() {}

  /** Skips the test unless this can be imported. Where it was named, it must be there. */
  static void assume(String module) throws Exception {
    var named = System.getenv("MILENA_PYTHON") != null;
    assumeTrue(
        named || run(List.of("-c", "import " + module)).isPresent(), "no Python with " + module);
  }

  /** What a script prints. */
  static String output(String script, Path argument, String... more) throws Exception {
    var arguments = new ArrayList<>(List.of("-c", script, argument.toString()));
    arguments.addAll(List.of(more));
    var output = run(arguments);
    assertThat(output).as("what the script printed").isPresent();
    return output.orElseThrow();
  }

  private static Optional<String> run(List<String> arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(interpreter());
    command.addAll(arguments);
    try {
      var python =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      python.getOutputStream().close();
      var output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var ended = python.waitFor(60, TimeUnit.SECONDS);
      return ended && python.exitValue() == 0 ? Optional.of(output.strip()) : Optional.empty();
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  private static String interpreter() {
    var named = System.getenv("MILENA_PYTHON");
    if (named != null) {
      return named;
    }
    return Files.isExecutable(INSTALLED) ? INSTALLED.toString() : "python3";
  }
}

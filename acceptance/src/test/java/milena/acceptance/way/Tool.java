package milena.acceptance.way;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of another maker that is run as its users do. */
final class Tool {

  private static final long PATIENCE_SECONDS = 60;

  private Tool() {}

  /** What a command says, on both outputs; skips the test where the program is not installed. */
  static String output(List<String> command) throws InterruptedException {
    try {
      var process = started(command);
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(command.getFirst() + " did not end: " + said);
      }
      return said;
    } catch (IOException broken) {
      throw new AssertionError(command.getFirst() + " broke off", broken);
    }
  }

  /** A command that runs, both outputs in one; skips the test where it is not installed. */
  static Process started(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException notThere) {
      assumeTrue(false, command.getFirst() + " is not installed");
      throw new AssertionError(notThere);
    }
  }
}

package milena.standalone.command;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Tells of a failure that no command expects by where it happened, and not by its message: a
 * message may quote a password, a key or somebody's mail, and what is printed ends up in tickets.
 */
public final class UnplannedFailures implements IExecutionExceptionHandler {

  /** Whether messages are printed as well; {@code true} or absent. */
  static final String WITH_MESSAGES = "MILENA_TRACE";

  /** Causes beyond this say nothing new, and a chain of them may be a ring. */
  private static final int MOST_CAUSES = 8;

  private final Map<String, String> environment;

  /**
   * Prints to the standard error of the command.
   *
   * @param environment of the process
   */
  public UnplannedFailures(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    var err = command.getErr();
    boolean all = Boolean.parseBoolean(environment.get(WITH_MESSAGES));
    err.println("milena: this is a fault of Milena's own; please report what follows");
    if (!all) {
      err.println(
          "milena: messages are left out, as they may quote a secret; "
              + WITH_MESSAGES
              + "=true shows them");
    }
    @Nullable Throwable each = failure;
    for (int i = 0; i < MOST_CAUSES && each != null; i++) {
      print(each, all, err);
      each = each.getCause();
    }
    return ExitCode.SOFTWARE;
  }

  private static void print(Throwable failure, boolean all, PrintWriter err) {
    err.println(all ? failure.toString() : failure.getClass().getName());
    for (var frame : failure.getStackTrace()) {
      err.println("    at " + frame);
    }
  }
}

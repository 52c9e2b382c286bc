package milena.standalone.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command line whose output can be read. */
final class Console {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Runs a command to its end and returns its exit code. */
  int execute(CommandSpec spec, String... arguments) {
    return execute(new CommandLine(spec), arguments);
  }

  /** Runs a command of a whole command line. */
  int execute(CommandLine commands, String... arguments) {
    return commands
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}

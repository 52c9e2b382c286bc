package milena.standalone.command;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import milena.runtime.config.Nearest;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what is wrong with a command line, what may have been meant and where to read on. The whole
 * help after it would push the message out of sight; only who typed nothing is shown it.
 */
public final class UsageErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    var command = wrong.getCommandLine();
    var spec = command.getCommandSpec();
    if (arguments.length == 0) {
      command.usage(command.getErr());
      return spec.exitCodeOnInvalidInput();
    }
    command.getErr().println("milena: " + said(wrong, spec));
    command.getErr().println("milena: '" + spec.qualifiedName() + " --help' tells what there is");
    return spec.exitCodeOnInvalidInput();
  }

  private static String said(ParameterException wrong, CommandSpec spec) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(wrong.getMessage());
    }
    var argument = unmatched.getUnmatched().getFirst().split("=", 2)[0];
    var there = argument.startsWith("-") ? spec.optionsMap().keySet() : commands(spec);
    var meant = there.isEmpty() ? "" : "; did you mean " + Nearest.to(argument, there) + "?";
    return "'" + argument + "' is not expected here" + meant;
  }

  private static Set<String> commands(CommandSpec spec) {
    return spec.subcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}

package milena.standalone.command;

import java.util.function.Consumer;
import milena.runtime.lifecycle.Signals;
import picocli.CommandLine.ExitCode;

/** How a command that runs until it is told to end gets told. */
@FunctionalInterface
interface Stop {

  /** Calls {@code asked} once, with what asked for it, on another thread. */
  void whenAsked(Consumer<String> asked);

  /** By SIGTERM or SIGINT; a second signal ends the process at once. */
  static Stop bySignal() {
    return asked ->
        Signals.onTermination(asked, () -> Runtime.getRuntime().halt(ExitCode.SOFTWARE));
  }
}

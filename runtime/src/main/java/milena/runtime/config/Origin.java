package milena.runtime.config;

import java.nio.file.Path;

/** Where a value stands, in the words that an operator needs to find it. */
public sealed interface Origin {

  /** On the command line. */
  record Flag(String flag) implements Origin {
    @Override
    public String toString() {
      return "flag " + flag;
    }
  }

  /** In the environment. */
  record Variable(String variable) implements Origin {
    @Override
    public String toString() {
      return "environment " + variable;
    }
  }

  /** In the configuration file; lines count from 1. */
  record FileLine(Path file, int line) implements Origin {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /** Nowhere: the default holds. */
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }
}

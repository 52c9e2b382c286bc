package milena.runtime.config;

import java.util.List;

/** Everything that is wrong with a configuration, in the order flags, environment, file, rules. */
public record ConfigProblems(List<ConfigProblem> problems) implements ConfigResult {

  public ConfigProblems {
    problems = List.copyOf(problems);
  }

  /** One line for each problem under a heading, for a terminal. */
  public String toText() {
    var text = new StringBuilder("the configuration has ");
    text.append(problems.size() == 1 ? "a problem" : problems.size() + " problems");
    for (var problem : problems) {
      text.append("\n  ").append(problem);
    }
    return text.toString();
  }
}

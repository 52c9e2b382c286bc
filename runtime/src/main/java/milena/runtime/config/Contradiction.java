package milena.runtime.config;

import java.util.Optional;
import java.util.function.Predicate;

/** Something that a configuration must not say, as data: which settings, and why not. */
public sealed interface Contradiction {

  /** The problem, if this configuration has it. */
  Optional<ConfigProblem> check(EffectiveConfig config);

  /** The rule as the reference page states it. */
  String rule();

  /** Two settings of which at most one may be given; a boolean counts as given when it is true. */
  record Together(Setting<?> one, Setting<?> other, String why) implements Contradiction {

    @Override
    public Optional<ConfigProblem> check(EffectiveConfig config) {
      if (!config.isGiven(one) || !config.isGiven(other)) {
        return Optional.empty();
      }
      return Optional.of(
          new ConfigProblem(
              config.origin(one) + " and " + config.origin(other),
              "%s contradicts %s: %s".formatted(one.name(), other.name(), why)));
    }

    @Override
    public String rule() {
      return "`%s` and `%s` are not given together: %s.".formatted(one.name(), other.name(), why);
    }
  }

  /**
   * A setting that, with some values, needs another one to be given.
   *
   * @param when the values of {@code one} that need the other, in words that follow its name; empty
   *     when all of them do
   */
  record Needs<T>(Setting<T> one, String when, Predicate<T> test, Setting<?> other, String why)
      implements Contradiction {

    @Override
    public Optional<ConfigProblem> check(EffectiveConfig config) {
      var demanded = config.isGiven(one) && config.find(one).filter(test).isPresent();
      if (!demanded || config.isGiven(other)) {
        return Optional.empty();
      }
      return Optional.of(
          new ConfigProblem(
              config.origin(one).toString(),
              "%s needs %s: %s".formatted(subject(one.name()), other.name(), why)));
    }

    @Override
    public String rule() {
      return "%s needs `%s`: %s.".formatted(subject("`" + one.name() + "`"), other.name(), why);
    }

    private String subject(String name) {
      return when.isEmpty() ? name : name + " " + when;
    }
  }

  /** A relation between values; the message and its place come from the function. */
  record Relation(String rule, Setting<?> place, Predicate<EffectiveConfig> broken)
      implements Contradiction {

    @Override
    public Optional<ConfigProblem> check(EffectiveConfig config) {
      return broken.test(config)
          ? Optional.of(new ConfigProblem(config.origin(place).toString(), rule))
          : Optional.empty();
    }
  }
}

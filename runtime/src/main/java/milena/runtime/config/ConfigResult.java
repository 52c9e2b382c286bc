package milena.runtime.config;

/** What came of reading the configuration: all values, or all problems. */
public sealed interface ConfigResult permits EffectiveConfig, ConfigProblems {}

package milena.policy.document;

import java.util.Locale;
import java.util.Optional;

/** What a document is written in. Keys and values are the same in all. */
public enum Notation {
  /** Rules as a list under the section's key. */
  YAML,
  /** Rules as tables with the section's name in double brackets, or as in YAML within a line. */
  TOML;

  /** Returns the one that a file's name ends with; YAML for any but {@code .toml}. */
  public static Notation ofFile(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".toml") ? TOML : YAML;
  }

  /** Returns the one of this {@link #word}; empty when there is none. */
  public static Optional<Notation> of(String word) {
    for (var notation : values()) {
      if (notation.word().equals(word)) {
        return Optional.of(notation);
      }
    }
    return Optional.empty();
  }

  /** How records and reports name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

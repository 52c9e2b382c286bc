package milena.schemas.registry;

import java.util.Locale;
import java.util.Optional;

/** What a new version of a subject must have in common with the ones before it. */
public enum CompatibilityLevel {
  /** Nothing. */
  NONE,
  /** The new one reads what the last one wrote. */
  BACKWARD,
  /** The new one reads what any before wrote. */
  BACKWARD_TRANSITIVE,
  /** The last one reads what the new one writes. */
  FORWARD,
  /** Any before reads what the new one writes. */
  FORWARD_TRANSITIVE,
  /** Both, with the last one. */
  FULL,
  /** Both, with any before. */
  FULL_TRANSITIVE;

  /** The level of a name as the REST API writes it; empty when there is none. */
  public static Optional<CompatibilityLevel> named(String name) {
    for (var level : values()) {
      if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /** Whether the new version must read older ones. */
  public boolean backward() {
    return switch (this) {
      case BACKWARD, BACKWARD_TRANSITIVE, FULL, FULL_TRANSITIVE -> true;
      case NONE, FORWARD, FORWARD_TRANSITIVE -> false;
    };
  }

  /** Whether older versions must read the new one. */
  public boolean forward() {
    return switch (this) {
      case FORWARD, FORWARD_TRANSITIVE, FULL, FULL_TRANSITIVE -> true;
      case NONE, BACKWARD, BACKWARD_TRANSITIVE -> false;
    };
  }

  /** Whether all versions before count, not the last alone. */
  public boolean transitive() {
    return switch (this) {
      case BACKWARD_TRANSITIVE, FORWARD_TRANSITIVE, FULL_TRANSITIVE -> true;
      case NONE, BACKWARD, FORWARD, FULL -> false;
    };
  }
}

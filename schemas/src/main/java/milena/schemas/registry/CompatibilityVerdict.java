package milena.schemas.registry;

import java.util.List;

/**
 * Whether a schema may follow the ones that a subject has.
 *
 * @param compatible whether it may
 * @param messages what stands against it, in the registry's words
 */
public record CompatibilityVerdict(boolean compatible, List<String> messages) {

  /** Keeps its own copy of the list. */
  public CompatibilityVerdict {
    messages = List.copyOf(messages);
  }
}

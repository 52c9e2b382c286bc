package milena.policy.document;

import java.util.List;
import milena.policy.Place;

/**
 * A value that holds for some traffic.
 *
 * @param section what it is about, as the document calls it
 * @param setting which setting of that
 * @param value what holds
 * @param place which rule says so; {@link Place#BUILT_IN} where none does
 * @param sources from which sources; empty for from all that there may be
 */
public record Effective(
    String section, String setting, String value, Place place, List<String> sources) {

  /** Copies. */
  public Effective {
    sources = List.copyOf(sources);
  }
}

package milena.policy;

import java.util.Map;

/** What the document says of how servers are treated. Values are as {@link Manner} says. */
public record MannerRule(Selector where, Map<Manner, String> values, Place place) {
  /** Copies. */
  public MannerRule {
    values = Map.copyOf(values);
  }
}

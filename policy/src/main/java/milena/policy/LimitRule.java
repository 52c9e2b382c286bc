package milena.policy;

import java.util.Map;

/**
 * What the document says of some limits.
 *
 * @param per what each value is counted for
 * @param group the group's name; empty for another {@code per}
 * @param where which traffic it is for
 * @param bounds what it says
 */
public record LimitRule(
    Per per, String group, Selector where, Map<Kind, Bound> bounds, Place place) {
  /** Copies. */
  public LimitRule {
    bounds = Map.copyOf(bounds);
  }
}

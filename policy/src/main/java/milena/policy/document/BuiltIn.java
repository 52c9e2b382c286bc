package milena.policy.document;

import java.util.Map;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Manner;
import milena.policy.RetryRule;

/**
 * What holds where the policy says nothing.
 *
 * @param perSite the limits of each site
 * @param manners how servers are treated, as {@link Manner} says
 * @param retry when mail is tried again
 */
public record BuiltIn(
    Map<Kind, Bound> perSite, Map<Manner, String> manners, RetryRule.Schedule retry) {

  /** Copies. */
  public BuiltIn {
    perSite = Map.copyOf(perSite);
    manners = Map.copyOf(manners);
  }
}

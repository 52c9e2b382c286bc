package milena.delivery.path;

import java.util.List;
import milena.policy.Applied;

/**
 * What connections of a path are counted against.
 *
 * @param limits of connections and of their rate, each for something else
 * @param version of the policy that says so: of two that say something of a limit, the higher holds
 */
public record Counted(List<Applied> limits, long version) {

  /** Copies. */
  public Counted {
    limits = List.copyOf(limits);
  }
}

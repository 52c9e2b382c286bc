package milena.policy;

import java.util.Map;

/**
 * A weighted set of sources.
 *
 * @param weights by source, each at least 1
 */
public record Pool(String name, Map<String, Integer> weights, Place place) {
  /** Copies. */
  public Pool {
    weights = Map.copyOf(weights);
  }
}

package milena.router.gate;

import java.util.List;
import milena.policy.Hours;
import milena.policy.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What holds for some traffic under one version of the policy.
 *
 * @param traffic what it is about, with provider and pool
 * @param gates that it passes whatever its source
 * @param sources of which one is chosen
 * @param hours when it may leave; null for always
 * @param weight how large the tenant's part is at the site
 * @param generation of the terms, {@link Admissions#generation}
 */
public record Terms(
    Traffic traffic,
    List<Gate> gates,
    Rotation sources,
    @Nullable Hours hours,
    int weight,
    int generation) {

  /** Whether a gate of it is no longer the one that others pass. */
  public boolean isForgotten() {
    if (hasForgotten(gates)) {
      return true;
    }
    for (var choice : sources.choices()) {
      if (hasForgotten(choice.gates())) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing at all is said of it. */
  boolean areNone() {
    return gates.isEmpty() && hours == null && sources.isSystemsChoice();
  }

  private static boolean hasForgotten(List<Gate> all) {
    for (var gate : all) {
      if (gate.isForgotten()) {
        return true;
      }
    }
    return false;
  }
}

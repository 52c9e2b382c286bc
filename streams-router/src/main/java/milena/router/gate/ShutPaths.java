package milena.router.gate;

import java.util.List;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.LimitRule;
import milena.policy.Policy;
import milena.policy.Traffic;

/**
 * Paths on which the policy allows no connection at all. The worker keeps limits of connections,
 * but what it is given for such a path could only fill its memory until it is given back.
 */
final class ShutPaths {

  private ShutPaths() {}

  /**
   * Adds a gate that stays shut as long as this policy is in force, where no connection is allowed.
   *
   * @param path some mail from one source, as the worker will know it
   */
  static void add(List<Gate> into, Policy policy, Traffic path) {
    if (policy.limits().stream().noneMatch(ShutPaths::allowsNone)) {
      return;
    }
    var none =
        policy.limits(path.onConnections()).stream()
            .anyMatch(limit -> isOfNone(limit.kind(), limit.bound()));
    if (none) {
      into.add(new CountGate(Bound.of(0)));
    }
  }

  private static boolean allowsNone(LimitRule rule) {
    return rule.bounds().entrySet().stream()
        .anyMatch(bound -> isOfNone(bound.getKey(), bound.getValue()));
  }

  private static boolean isOfNone(Kind kind, Bound bound) {
    return kind == Kind.CONNECTIONS && bound.most() == 0;
  }
}

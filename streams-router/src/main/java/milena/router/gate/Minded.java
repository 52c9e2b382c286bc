package milena.router.gate;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import milena.policy.Policy;

/**
 * What of a message the policy's answers depend on, besides tenant, campaign, site and pool. What
 * they do not depend on is left out of the questions, so that one answer serves many messages.
 *
 * @param hosts whether on the hosts of its site
 * @param domain whether on the recipient's domain
 * @param meta on which of what its sender attached
 */
public record Minded(boolean hosts, boolean domain, Set<String> meta) {

  /** Copies. */
  public Minded {
    meta = Set.copyOf(meta);
  }

  static Minded by(Policy policy) {
    return new Minded(policy.mindsHosts(), policy.mindsDomains(), policy.mindedMeta());
  }

  /** Whether messages of one tenant and campaign at one site can have different terms. */
  public boolean differByMessage() {
    return domain || !meta.isEmpty();
  }

  /** Returns the part of the attached that matters. */
  public Map<String, String> of(Map<String, String> attached) {
    if (meta.isEmpty() || attached.isEmpty()) {
      return Map.of();
    }
    return attached.entrySet().stream()
        .filter(entry -> meta.contains(entry.getKey()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}

package milena.policy;

import java.util.List;
import java.util.Locale;

/**
 * Sites that are one provider's. A site belongs to it when every one of its hosts is covered, or
 * when one of its domains is named.
 *
 * @param suffixes of MX hosts, such as {@code .google.com}
 * @param hosts MX hosts
 * @param domains recipients' domains, or {@code *.example.com}
 */
public record Provider(
    String name, List<String> suffixes, List<String> hosts, List<String> domains, Place place) {
  /** Copies. */
  public Provider {
    suffixes = List.copyOf(suffixes);
    hosts = List.copyOf(hosts);
    domains = List.copyOf(domains);
  }

  /** Whether mail for this domain, served by these hosts, goes to it. */
  boolean has(String domain, List<String> mx) {
    for (var named : domains) {
      if (named.equals(domain) || (named.startsWith("*") && domain.endsWith(named.substring(1)))) {
        return true;
      }
    }
    return !mx.isEmpty() && mx.stream().allMatch(this::covers);
  }

  private boolean covers(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return hosts.contains(name) || suffixes.stream().anyMatch(name::endsWith);
  }
}

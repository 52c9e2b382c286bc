package milena.policy;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which traffic a rule is for: each field that has patterns must match one of them. A pattern is a
 * value, or one with {@code *} at its start or end or both; {@code *} alone is any value but none.
 *
 * @param meta what the sender attached, by name, one pattern each
 */
public record Selector(
    List<String> tenants,
    List<String> campaigns,
    List<String> domains,
    List<String> sites,
    List<String> providers,
    List<String> pools,
    List<String> sources,
    Map<String, String> meta) {

  /** Everything. */
  public static final Selector ALL =
      new Selector(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

  private static final int EXACT = 2;
  private static final int PATTERN = 1;

  /** Copies. */
  public Selector {
    tenants = List.copyOf(tenants);
    campaigns = List.copyOf(campaigns);
    domains = List.copyOf(domains);
    sites = List.copyOf(sites);
    providers = List.copyOf(providers);
    pools = List.copyOf(pools);
    sources = List.copyOf(sources);
    meta = Map.copyOf(meta);
  }

  /** Whether it is for this traffic. */
  public boolean matches(Traffic traffic) {
    return any(tenants, traffic.tenant())
        && any(campaigns, traffic.campaign())
        && any(domains, traffic.domain())
        && any(sites, traffic.site())
        && any(providers, traffic.provider())
        && any(pools, traffic.pool())
        && any(sources, traffic.source())
        && meta.entrySet().stream()
            .allMatch(
                asked ->
                    matches(asked.getValue(), traffic.meta().getOrDefault(asked.getKey(), "")));
  }

  /**
   * How narrow it is: of two rules that match, the one with the higher number says more. Each field
   * that names values counts two, one that has a pattern counts one.
   */
  public int narrowness() {
    int sum = 0;
    for (var field : List.of(tenants, campaigns, domains, sites, providers, pools, sources)) {
      sum += weight(field);
    }
    return sum + meta.size() * EXACT;
  }

  /** It as one word, the same for all that select the same; empty for everything. */
  public String word() {
    if (equals(ALL)) {
      return "";
    }
    var word = new StringJoiner(" ");
    add(word, "tenant", tenants);
    add(word, "campaign", campaigns);
    add(word, "domain", domains);
    add(word, "site", sites);
    add(word, "provider", providers);
    add(word, "pool", pools);
    add(word, "source", sources);
    new TreeMap<>(meta).forEach((name, pattern) -> word.add("meta." + name + "=" + pattern));
    return word.toString();
  }

  private static void add(StringJoiner to, String field, List<String> patterns) {
    if (!patterns.isEmpty()) {
      to.add(field + "=" + patterns.stream().sorted().collect(Collectors.joining(",")));
    }
  }

  private static int weight(List<String> patterns) {
    if (patterns.isEmpty()) {
      return 0;
    }
    return patterns.stream().anyMatch(pattern -> pattern.contains("*")) ? PATTERN : EXACT;
  }

  private static boolean any(List<String> patterns, String value) {
    if (patterns.isEmpty()) {
      return true;
    }
    for (var pattern : patterns) {
      if (matches(pattern, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, String value) {
    if (value.isEmpty()) {
      return false;
    }
    boolean open = pattern.startsWith("*");
    boolean goesOn = pattern.endsWith("*");
    if (!open && !goesOn) {
      return pattern.equals(value);
    }
    if (pattern.length() == 1) {
      return true;
    }
    var core = pattern.substring(open ? 1 : 0, pattern.length() - (goesOn ? 1 : 0));
    if (open && goesOn) {
      return value.contains(core);
    }
    return open ? value.endsWith(core) : value.startsWith(core);
  }
}

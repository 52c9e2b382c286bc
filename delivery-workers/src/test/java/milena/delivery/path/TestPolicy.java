package milena.delivery.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.LimitRule;
import milena.policy.Manner;
import milena.policy.MannerRule;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Selector;
import milena.policy.Source;

/** A policy that a test puts together. */
public final class TestPolicy {

  private static final Place HERE = new Place("test", 1);

  private final int version;
  private final Map<String, Source> sources = new HashMap<>();
  private final List<LimitRule> limits = new ArrayList<>();
  private final List<MannerRule> manners = new ArrayList<>();

  private TestPolicy(int version) {
    this.version = version;
  }

  public static TestPolicy version(int version) {
    return new TestPolicy(version);
  }

  public TestPolicy source(String name, String address, String ehlo) {
    sources.put(name, new Source(name, address, ehlo, 0, null, HERE));
    return this;
  }

  public TestPolicy source(String name, String address, Source.Proxy proxy) {
    sources.put(name, new Source(name, address, "", 0, proxy, HERE));
    return this;
  }

  public TestPolicy source(Source source) {
    sources.put(source.name(), source);
    return this;
  }

  public TestPolicy limit(Per per, Kind kind, long most) {
    return limit(per, Selector.ALL, kind, Bound.of(most));
  }

  public TestPolicy limit(Per per, Selector where, Kind kind, Bound bound) {
    limits.add(new LimitRule(per, "", where, Map.of(kind, bound), HERE));
    return this;
  }

  public TestPolicy manner(Manner manner, String value) {
    return manner(Selector.ALL, manner, value);
  }

  public TestPolicy manner(Selector where, Manner manner, String value) {
    manners.add(new MannerRule(where, Map.of(manner, value), HERE));
    return this;
  }

  public static Selector domain(String domain) {
    return new Selector(
        List.of(),
        List.of(),
        List.of(domain),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  public Policy made() {
    return new Policy(
        version, sources, Map.of(), List.of(), List.of(), limits, manners, List.of(), List.of(),
        List.of(), List.of(), List.of());
  }
}

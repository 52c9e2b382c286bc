package milena.policy.document;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import milena.policy.Place;
import milena.policy.Policy;

/** Reads a document, and finds everything that is wrong with it in one pass. */
public final class PolicyReader {

  /** No document is larger, in bytes of UTF-8. */
  public static final int LARGEST = 1 << 20;

  /** Nothing is more deeply nested. */
  static final int DEEPEST = 8;

  /** The document as a whole. */
  static final Place TOP = new Place("", 1);

  private final Reading reading;
  private final Findings findings;

  private PolicyReader(Set<String> classes) {
    reading = Reading.of(classes);
    findings = reading.findings();
  }

  /**
   * Reads a document. Never throws for what it holds.
   *
   * @param text YAML
   * @param classes the classes of replies by which mail can be deferred, as events name them; empty
   *     to take any
   */
  public static Checked read(String text, Set<String> classes) {
    return read(new PolicyText(text, Notation.YAML), classes);
  }

  /** The same in any notation. */
  public static Checked read(PolicyText document, Set<String> classes) {
    return new PolicyReader(classes).read(document);
  }

  private Checked read(PolicyText document) {
    var text = document.text();
    Optional<Policy> policy = Optional.empty();
    if (text.length() > LARGEST || text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      findings.error(TOP, "is larger than 1 MiB", "split its lists by patterns");
    } else {
      policy = nodes(document).map(this::policy);
    }
    return new Checked(
        findings.wrong() ? Optional.empty() : policy.or(() -> Optional.of(Policy.NONE)),
        findings.byLine());
  }

  private Optional<Node> nodes(PolicyText document) {
    return switch (document.notation()) {
      case YAML -> YamlNodes.read(document.text(), findings);
      case TOML -> TomlNodes.read(document.text(), findings);
    };
  }

  private Policy policy(Node root) {
    var document =
        Part.of(findings, new Part.At(root, new Place("", root.line()))).only(Sections.document());
    var ways = new WaysSection(reading);
    var sources = ways.sources(named(document, Sections.SOURCES));
    var pools = ways.pools(named(document, Sections.POOLS));
    var providers = ways.providers(named(document, Sections.PROVIDERS));
    var poolRules = rules(document, Sections.CHOOSE_POOL, ways::choosePool);
    var limits = new LimitsSection(reading);
    var times = new TimesSection(reading);
    var starts = new SharesSection(reading);
    var policy =
        new Policy(
            0,
            sources,
            pools,
            poolRules,
            providers,
            rules(document, Sections.LIMITS, limits::limit),
            rules(document, Sections.SERVERS, new ServersSection(reading)::manner),
            rules(document, Sections.RETRY, times::retry),
            rules(document, Sections.HOURS, times::hours),
            rules(document, Sections.REACTIONS, new ReactionsSection(reading, limits)::reaction),
            rules(document, Sections.WARM_UP, starts::warmUp),
            rules(document, Sections.SHARES, starts::share));
    reading.names().resolve();
    limits.disagreements();
    ways.unused(policy);
    return policy;
  }

  private Map<String, Part.At> named(Part document, Section section) {
    return document
        .node(Sections.key(section))
        .map(at -> Part.named(findings, at))
        .orElse(Map.of());
  }

  /** Reads each rule of a list; what is wrong with one keeps no other from being read. */
  private <R> List<R> rules(Part document, Section section, Function<Part, Optional<R>> reader) {
    return document.list(Sections.key(section)).stream()
        .map(at -> Part.of(findings, at).only(section))
        .filter(Part::isMapping)
        .map(reader)
        .flatMap(Optional::stream)
        .toList();
  }
}

package milena.policy.kumo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which sites are whose. KumoMTA merges the blocks of every provider that matches; here a site
 * has one provider, the first that matches, so narrower ones come before those that cover them.
 */
final class ProviderWriter {
  private final Unsaid unsaid;
  private final List<Written> written = new ArrayList<>();
  private int domains;

  /**
   * How KumoMTA says it.
   *
   * @param key in the document
   * @param text as the document has it
   */
  private record Match(String key, String text) {

    private static final String SUFFIX = "mx-suffix";
    private static final String HOST = "mx-host";
    private static final String DOMAIN = "domain";

    /** Whether whatever the other matches is matched by this. */
    boolean covers(Match other) {
      return switch (key) {
        case SUFFIX -> !other.key.equals(DOMAIN) && other.text.endsWith(text);
        case HOST -> equals(other);
        default ->
            other.key.equals(DOMAIN)
                && (text.startsWith("*")
                    ? other.text.endsWith(text.substring(1))
                    : other.text.equals(text));
      };
    }
  }

  private record Written(String name, Spot at, List<Match> matches, List<String> remarks) {

    boolean covers(Written other) {
      return matches.stream().anyMatch(one -> other.matches.stream().anyMatch(one::covers));
    }
  }

  ProviderWriter(Unsaid unsaid) {
    this.unsaid = unsaid;
  }

  /** Writes a provider's block. */
  void provider(String name, Block block) {
    var path = "provider." + block.name();
    var matches = new ArrayList<Match>();
    var remarks = new ArrayList<String>();
    for (var match : block.matches()) {
      if (match instanceof Said.Table(var values, _) && values.size() == 1) {
        values.forEach((kind, said) -> match(path, kind, said, matches, remarks));
      } else {
        unsaid.add(path + ".match", match, "is nothing that a provider is found by");
      }
    }
    if (matches.isEmpty()) {
      unsaid.add(
          block.at(),
          path + ".match",
          "[]",
          "matches no site, as in KumoMTA; give it suffixes, or its rules to another provider");
      matches.add(new Match(Match.DOMAIN, "nowhere-" + (written.size() + 1) + ".invalid"));
      remarks.add("it matches nothing in KumoMTA's files either: this domain cannot exist");
    }
    var provider = new Written(name, block.at(), List.copyOf(matches), List.copyOf(remarks));
    int at = written.size();
    for (int i = written.size() - 1; i >= domains; i--) {
      at = written.get(i).covers(provider) ? i : at;
    }
    place(provider, at, path);
  }

  private void match(
      String path, String kind, Said said, List<Match> matches, List<String> remarks) {
    var text = said instanceof Said.Text(var one, _) ? Wording.host(one) : "";
    if (!text.matches("[a-z0-9._-]{1,255}")) {
      unsaid.add(path + ".match." + kind, said, "is no end of a name");
      return;
    }
    switch (kind) {
      case "MXSuffix" -> matches.add(new Match(Match.SUFFIX, text));
      case "HostName" -> matches.add(new Match(Match.HOST, text));
      case "DomainSuffix" -> matches.add(new Match(Match.DOMAIN, "*" + text));
      default -> unsaid.add(path + ".match." + kind, said, "is no kind of match that is known");
    }
    if (said instanceof Said.Text(var one, _) && one.endsWith(".")) {
      remarks.add(
          text + " ends with a dot in KumoMTA's file, which no name has that it is held to");
    }
  }

  /** Writes a domain whose site has rules of its own: before all providers' own blocks. */
  void domain(String name, Block block) {
    var match = new Match(Match.DOMAIN, block.name());
    place(new Written(name, block.at(), List.of(match), List.of()), domains++, block.name());
  }

  private void place(Written one, int at, String path) {
    for (var other : written) {
      if (other.covers(one) || one.covers(other)) {
        unsaid.add(
            one.at(),
            path + ".match",
            one.matches().getFirst().text(),
            "may have sites of "
                + other.name()
                + " ("
                + other.at()
                + ") too; a site has one provider here, the first that matches, and KumoMTA would"
                + " take both blocks together");
      }
    }
    written.add(at, one);
  }

  /** The entries of {@code providers}. */
  List<String> providers() {
    return written.stream().map(ProviderWriter::entry).toList();
  }

  private static String entry(Written one) {
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    for (var match : one.matches()) {
      byKey.computeIfAbsent(match.key(), _ -> new ArrayList<>()).add(match.text());
    }
    var text = new StringBuilder("  # " + Yaml.comment(one.at().toString()) + "\n");
    one.remarks().forEach(remark -> text.append("  # ").append(remark).append('\n'));
    text.append("  ").append(Yaml.scalar(one.name())).append(":\n");
    byKey.forEach(
        (key, values) ->
            text.append("    ")
                .append(key)
                .append(": [")
                .append(String.join(", ", values.stream().distinct().map(Yaml::scalar).toList()))
                .append("]\n"));
    return text.toString();
  }
}

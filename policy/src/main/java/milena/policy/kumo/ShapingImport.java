package milena.policy.kumo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes a policy document of KumoMTA's shaping files. Each instance does so once. */
public final class ShapingImport {

  /** KumoMTA's own name for the pool and the source of mail for which no pool is named. */
  private static final String UNSPECIFIED = "unspecified";

  private static final String SOURCES =
      """
      sources:
        # KumoMTA's source where no pool is named: the system chooses the address.
        # Limits per path are counted for each source, so there must be one.
      """;
  private static final String PROVIDERS =
      """
        # The first that matches holds, so domains with blocks of their own come first. For all that
        # have the same MX hosts as such a domain (KumoMTA's mx_rollup), add its mx-suffix.
      """;
  private static final String POOLS =
      """
      pools:
        unspecified: [unspecified]
      choose-pool:
        - {pool: unspecified}
      """;

  private final Unsaid unsaid;
  private final ProviderWriter providers;
  private final BlockWriter blocks;
  private final ReactionWriter reactions;
  private final Names labels = new Names();
  private final Names sources = new Names();
  private final Map<String, Spot> namedFirst = new LinkedHashMap<>();

  private ShapingImport(List<ShapingFile> files) {
    this.unsaid = new Unsaid(files.stream().map(ShapingFile::name).toList());
    this.providers = new ProviderWriter(unsaid);
    this.blocks = new BlockWriter(unsaid);
    this.reactions = new ReactionWriter(unsaid);
  }

  /**
   * Reads files, later ones over earlier ones. Nobody is asked anything, DNS neither: a domain's
   * block becomes a provider that has this domain alone.
   *
   * @return the document, or what is wrong with the files
   */
  public static Imported of(List<ShapingFile> files) {
    var mistakes = new ArrayList<Imported.Mistake>();
    var tables = new ArrayList<Said.Table>();
    for (var file : files) {
      TomlReader.read(file, mistakes).ifPresent(tables::add);
    }
    return mistakes.isEmpty()
        ? new ShapingImport(files).document(tables, files)
        : new Imported.Unreadable(mistakes);
  }

  private Imported document(List<Said.Table> tables, List<ShapingFile> files) {
    var shaping = Shaping.of(tables, unsaid);
    sources.of(UNSPECIFIED);
    write(
        shaping.all(), new Scope(Shaping.DEFAULT, labels.of(Shaping.DEFAULT), List.of()), Map.of());
    shaping.providers().values().forEach(block -> provider(block, shaping.all()));
    shaping.domains().forEach((domain, block) -> domain(domain, block, shaping.all()));
    int rules =
        shaping.all().rules().size() + rules(shaping.providers()) + rules(shaping.domains());
    return new Imported.Document(
        text(files),
        new Imported.Counts(
            shaping.providers().size(), shaping.domains().size(), rules, reactions.arrived()),
        unsaid.all());
  }

  private static int rules(Map<?, Block> blocks) {
    return blocks.values().stream().mapToInt(block -> block.rules().size()).sum();
  }

  private void provider(Block block, Block all) {
    var path = "provider." + block.name();
    var name = labels.of(path, block.name());
    providers.provider(name, block);
    write(block, new Scope(path, name, List.of(of(name))), all.params());
  }

  private void domain(String domain, Block block, Block all) {
    for (var match : block.matches()) {
      unsaid.add(domain + ".match", match, "only a provider has it");
    }
    if (!block.isSilent()) {
      var name = labels.of(domain);
      providers.domain(name, block);
      write(block, new Scope(domain, name, List.of(of(name))), all.params());
    }
  }

  private static String of(String provider) {
    return "provider: " + Yaml.scalar(provider);
  }

  private void write(Block block, Scope scope, Map<String, Said> below) {
    blocks.write(scope, block.params());
    block
        .sources()
        .forEach(
            (source, params) -> {
              var name = sources.of(source);
              params.values().stream()
                  .findFirst()
                  .ifPresent(said -> namedFirst.putIfAbsent(source, said.at()));
              blocks.write(scope.from(source, name), params);
            });
    var holds = new LinkedHashMap<>(below);
    holds.putAll(block.params());
    reactions.write(scope, block.rules(), holds);
  }

  private String text(List<ShapingFile> files) {
    var text = new StringBuilder("# From KumoMTA's shaping files, later ones over earlier ones:\n");
    files.forEach(file -> text.append("#   ").append(Yaml.comment(file.name())).append('\n'));
    text.append("# What it does not say as they do stands at its end.\n");
    text.append(SOURCES);
    sources.all().forEach((source, name) -> text.append(source(source, name)));
    text.append(POOLS);
    section(text, "providers", providers.providers(), PROVIDERS);
    section(text, "limits", blocks.limits(), "");
    section(text, "servers", blocks.servers(), "");
    section(text, "reactions", reactions.reactions(), "");
    return text.append(rest()).toString();
  }

  private String source(String source, String name) {
    var spot = namedFirst.get(source);
    var comment =
        spot == null
            ? ""
            : "  # "
                + Yaml.comment(spot + ": '" + source + "', whose address is not in the files")
                + "\n";
    return comment + "  " + Yaml.scalar(name) + ": {}\n";
  }

  private static void section(StringBuilder text, String name, List<String> rules, String remark) {
    if (!rules.isEmpty()) {
      text.append(name).append(":\n").append(remark);
      rules.forEach(text::append);
    }
  }

  private String rest() {
    return unsaid.all().stream()
        .map(one -> "# " + Yaml.comment(one.toString()) + "\n")
        .collect(
            Collectors.joining(
                "", unsaid.all().isEmpty() ? "" : "# Not as in KumoMTA's files:\n", ""));
  }
}

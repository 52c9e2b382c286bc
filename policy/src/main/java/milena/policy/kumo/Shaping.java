package milena.policy.kumo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Several files put over each other by KumoMTA's rules: a later one adds to an earlier one's block,
 * or replaces it where it says {@code replace_base}.
 *
 * @param all what holds for all mail ({@code default})
 * @param providers by name
 * @param domains by name
 */
record Shaping(Block all, Map<String, Block> providers, Map<String, Block> domains) {

  static final String DEFAULT = "default";
  private static final String PROVIDER = "provider";
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+");

  static Shaping of(List<Said.Table> files, Unsaid unsaid) {
    var shaping =
        new Shaping(
            new Block(DEFAULT, files.isEmpty() ? new Spot("", 1) : files.getFirst().at()),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    files.forEach(file -> file.values().forEach((name, said) -> shaping.take(name, said, unsaid)));
    return shaping;
  }

  private void take(String name, Said said, Unsaid unsaid) {
    if (!(said instanceof Said.Table table)) {
      unsaid.add(name, said, "stands in no block");
    } else if (name.equals(PROVIDER)) {
      table.values().forEach((provider, one) -> takeProvider(provider, one, unsaid));
    } else if (name.equals(DEFAULT)) {
      all.take(table, DEFAULT, unsaid);
    } else {
      takeDomain(name, table, unsaid);
    }
  }

  private void takeProvider(String name, Said said, Unsaid unsaid) {
    var path = PROVIDER + "." + name;
    if (said instanceof Said.Table table) {
      providers.computeIfAbsent(name, _ -> new Block(name, said.at())).take(table, path, unsaid);
    } else {
      unsaid.add(path, said, "is no provider: each has a block of its own");
    }
  }

  private void takeDomain(String name, Said.Table table, Unsaid unsaid) {
    var domain = name.toLowerCase(Locale.ROOT);
    if (!DOMAIN.matcher(domain).matches()) {
      table
          .values()
          .forEach(
              (key, value) -> {
                if (!key.equals("mx_rollup") && !key.equals("replace_base")) {
                  unsaid.add(name + "." + key, value, noDomain(value));
                }
              });
      return;
    }
    domains.computeIfAbsent(domain, _ -> new Block(domain, table.at())).take(table, domain, unsaid);
  }

  private static String noDomain(Said value) {
    return value instanceof Said.Table
        ? "its block's name is no mail domain: is it in quotes?"
        : "its block's name is no mail domain, and KumoMTA's own queues have no counterpart";
  }
}

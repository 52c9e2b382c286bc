package milena.runtime.config;

/** The reference page of the settings, generated from the catalogue. */
public final class SettingsReference {

  private SettingsReference() {}

  /** The whole page in Markdown. */
  public static String markdown(Settings settings) {
    var page = new StringBuilder();
    page.append(
        """
        # Settings

        Generated from the catalogue in the code; do not edit.
        Every setting is a flag (`--smtp`), a key of the YAML file named by `--config` (`smtp:`) and an
        environment variable (`MILENA_SMTP`). A flag wins over the environment, the environment over the
        file, the file over the default. `milena config` prints every value in effect and where it is from.

        Forms: DURATION is `500ms`, `20m`, `1h30m`, `7d`; SIZE is bytes, or `kB`/`MB`/`GB` (powers of 1000), or
        `KiB`/`MiB`/`GiB` (powers of 1024); a list is separated by commas, or a YAML list in the file.
        """);
    for (var section : settings.sections()) {
      page.append("\n## ").append(section.title()).append('\n');
      section.settings().forEach(setting -> append(page, settings, setting));
    }
    page.append("\n## What contradicts itself\n\n");
    settings.contradictions().forEach(rule -> page.append("- ").append(rule.rule()).append('\n'));
    return page.toString();
  }

  private static void append(StringBuilder page, Settings settings, Setting<?> setting) {
    page.append("\n### `").append(setting.name()).append("`\n\n");
    page.append("`%s %s`".formatted(setting.flag(), setting.type().form()));
    page.append(" · `%s`".formatted(setting.variable(settings.variablePrefix())));
    page.append(" · default: ").append(setting.defaultText()).append("\n\n");
    page.append(setting.doc().strip()).append('\n');
  }
}

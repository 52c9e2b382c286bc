package milena.policy.document;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import milena.policy.RetryRule.Schedule;

/** The reference page of the policy document, made from what reads it. */
public final class PolicyReference {

  private PolicyReference() {}

  /** The whole page in Markdown. */
  public static String markdown() {
    var page = new StringBuilder();
    page.append(
        """
        # The policy

        Generated from the catalogue in the code; do not edit.
        One document says which mail leaves from where, how fast, when, and what is done when servers object.
        Every key may be left out: what nobody says is built in, or a setting of the process. `milena policy check`
        says what is wrong with a document and what has no effect in it; `milena policy apply` puts it into force
        on all nodes within seconds; `milena policy explain` says which line decides what holds for some mail.

        A document has at most 1 MiB, no aliases of lists or mappings, and names: letters, digits, `.`, `_` and `-`.
        Durations are written `500ms`, `20m`, `1h30m`, `7d`; rates `50/s`, `10/min`, `1000/h`, `5000/d`.

        Rules name the traffic that they are for by the keys below. Values of one key are alternatives; different
        keys must all match. Of rules that match, the narrowest holds: a key with values counts more than one with a
        pattern, and more keys count more than fewer; of equals the last holds.
        """);
    page.append(
        """

        It is YAML, or TOML where the file's name ends with `.toml`. Keys and values are the same, and so is what is said
        of mistakes; in TOML a rule is a table, and values that are no numbers stand in quotes:

        ```toml
        [providers.outlook]
        mx-suffix = ".outlook.com"

        [[limits]]
        per = "provider"
        provider = "outlook"
        connections = 20
        message-rate = "100/s"

        [[hours]]
        campaign = "news-*"
        from = 09:00:00
        to = "17:00"
        ```
        """);
    page.append("\n## Which traffic a rule is for\n");
    page.append(
        """

        | key | form | meaning | example |
        | --- | --- | --- | --- |
        """);
    for (var key : Sections.LIMITS.selector()) {
      page.append(
          "| `%s` | %s | %s | `%s` |%n"
              .formatted(key.name(), cell(key.form().text()), cell(key.doc()), cell(key.example()))
              .replace(System.lineSeparator(), "\n"));
    }
    Sections.all().forEach(section -> append(page, section));
    page.append("\n## The presets of `retry`\n\n");
    Presets.all().forEach((name, schedule) -> append(page, name, schedule));
    return page.toString();
  }

  private static void append(StringBuilder page, Section section) {
    page.append("\n## `").append(section.name()).append("`\n\n");
    page.append(section.intro()).append('\n');
    if (!section.selector().isEmpty()) {
      page.append("\nFor traffic by: ").append(names(section.selector())).append(".\n");
    }
    if (!section.example().isEmpty()) {
      page.append("\n```yaml\n").append(section.example()).append("```\n");
    }
    for (var key : section.keys()) {
      page.append("\n### `").append(section.name()).append("`: `").append(key.name());
      page.append("`\n\n");
      page.append(key.form().text()).append(" · default: ").append(key.otherwise());
      page.append(" · example: `").append(key.example()).append("`\n\n");
      page.append(key.doc()).append('\n');
    }
  }

  private static void append(StringBuilder page, String name, Schedule schedule) {
    page.append("- `").append(name).append("`: ");
    page.append(
        Written.schedule(schedule).entrySet().stream()
            .map(Map.Entry::toString)
            .map(value -> "`" + value.replace("=", ": ") + "`")
            .collect(Collectors.joining(", ")));
    page.append('\n');
  }

  private static String names(List<Key<?>> keys) {
    return keys.stream().map(key -> "`" + key.name() + "`").collect(Collectors.joining(", "));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}

package milena.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The same document in both notations, line by line, says the same and is wrong in the same. */
class NotationsPropertyTest {

  /** A document before it is written down. */
  sealed interface Tree {
    record Value(String text) implements Tree {}

    record Several(List<Tree> elements) implements Tree {}

    record Keyed(Map<String, Tree> entries) implements Tree {}
  }

  @Property(tries = 1000)
  void shouldFindTheSameInBoth(@ForAll("documents") Map<String, Tree> document) {
    assertThat(read(document, Notation.TOML)).isEqualTo(read(document, Notation.YAML));
  }

  @Property(tries = 200)
  void shouldReadTheSameRulesOfBoth(@ForAll("limits") List<Map<String, Tree>> rules) {
    // Given
    Map<String, Tree> document =
        Map.of("limits", new Tree.Several(rules.stream().<Tree>map(Tree.Keyed::new).toList()));

    // When
    var yaml = read(document, Notation.YAML);

    // Then
    assertThat(yaml.policy().orElseThrow().limits()).hasSameSizeAs(rules);
    assertThat(read(document, Notation.TOML)).isEqualTo(yaml);
  }

  private static Checked read(Map<String, Tree> document, Notation notation) {
    var between = notation == Notation.TOML ? " = " : ": ";
    var text =
        document.entrySet().stream()
            .map(entry -> quoted(entry.getKey()) + between + written(entry.getValue(), between))
            .collect(Collectors.joining("\n"));
    return PolicyReader.read(new PolicyText(text, notation), Set.of("QuotaIssues"));
  }

  private static String written(Tree tree, String between) {
    return switch (tree) {
      case Tree.Value(var text) -> quoted(text);
      case Tree.Several(var elements) ->
          elements.stream()
              .map(element -> written(element, between))
              .collect(Collectors.joining(", ", "[", "]"));
      case Tree.Keyed(var entries) ->
          entries.entrySet().stream()
              .map(entry -> quoted(entry.getKey()) + between + written(entry.getValue(), between))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Provide
  Arbitrary<Map<String, Tree>> documents() {
    var sections = Sections.top().stream().map(Section::name).toList();
    return Arbitraries.maps(
            Arbitraries.oneOf(Arbitraries.of(sections), Arbitraries.of(words())), tree(4))
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<Map<String, Tree>>> limits() {
    Arbitrary<Tree> number = Arbitraries.integers().between(1, 1000).map(i -> value("" + i));
    Arbitrary<Tree> rate = Arbitraries.integers().between(1, 1000).map(i -> value(i + "/min"));
    Arbitrary<Tree> tenants =
        Arbitraries.of("acme", "b*", "*c")
            .map(NotationsPropertyTest::value)
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(Tree.Several::new);
    Arbitrary<Map<String, Tree>> rule =
        net.jqwik.api.Combinators.combine(number, rate, tenants)
            .as(
                (most, fast, whose) ->
                    Map.of(
                        "per", value("site"),
                        "outstanding", most,
                        "message-rate", fast,
                        "tenant", whose));
    return rule.list().ofMinSize(1).ofMaxSize(5);
  }

  private static Tree value(String text) {
    return new Tree.Value(text);
  }

  private static Arbitrary<Tree> tree(int depth) {
    Arbitrary<Tree> scalar =
        Arbitraries.oneOf(
                Arbitraries.of(words()),
                Arbitraries.of(
                    "1", "0", "10/s", "2h", "*", "", " ", "(", "50%", "-1", "2026-12-01"),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(12))
            .map(NotationsPropertyTest::value);
    if (depth == 0) {
      return scalar;
    }
    var below = tree(depth - 1);
    Arbitrary<Tree> list = below.list().ofMaxSize(4).map(Tree.Several::new);
    Arbitrary<Tree> mapping =
        Arbitraries.maps(Arbitraries.of(words()), below).ofMaxSize(5).map(Tree.Keyed::new);
    return Arbitraries.oneOf(scalar, list, mapping, mapping);
  }

  private static List<String> words() {
    var words = new ArrayList<String>();
    Sections.all()
        .forEach(
            section -> {
              words.add(section.name().replace(": ", "-"));
              words.addAll(section.names());
            });
    return words.stream().distinct().toList();
  }
}

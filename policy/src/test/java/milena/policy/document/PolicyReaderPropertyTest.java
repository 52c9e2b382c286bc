package milena.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PolicyReaderPropertyTest {

  @Property(tries = 500)
  void shouldNeverThrowOnText(@ForAll String text) {
    findingsShouldTell(PolicyReader.read(text, Set.of("QuotaIssues")));
  }

  @Property(tries = 1000)
  void shouldNeverThrowOnYaml(@ForAll("yaml") String text) {
    findingsShouldTell(PolicyReader.read(text, Set.of("QuotaIssues")));
  }

  @Property(tries = 1000)
  void shouldNeverThrowOnADamagedDocument(
      @ForAll("places") int from, @ForAll("places") int length, @ForAll("pieces") String piece) {
    // Given
    var whole = PolicyReaderTest.COMPLETE;
    int begin = from % whole.length();
    int end = Math.min(whole.length(), begin + length % 40);

    // When
    var checked =
        PolicyReader.read(
            whole.substring(0, begin) + piece + whole.substring(end), Set.of("QuotaIssues"));

    // Then
    findingsShouldTell(checked);
  }

  @Property(tries = 20)
  void shouldTakeBoundedTimeForWhatIsLarge(@ForAll("pieces") String piece) {
    // Given
    var unit = "- {tenant: a, " + piece + ": " + piece + "}\n";
    var text = "limits:\n" + unit.repeat(200_000 / unit.length());
    long begin = System.nanoTime();

    // When
    var checked = PolicyReader.read(text, Set.of());

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(checked.findings()).hasSizeLessThanOrEqualTo(1001);
  }

  private static void findingsShouldTell(Checked checked) {
    assertThat(checked.policy().isPresent()).isEqualTo(checked.errors().isEmpty());
    assertThat(checked.findings())
        .allSatisfy(
            finding -> {
              assertThat(finding.place().line()).isPositive();
              assertThat(finding.message()).isNotBlank();
            });
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 10_000);
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.oneOf(
        Arbitraries.of(words()),
        Arbitraries.of(
            "{", "}", "[", "]", ":", "- ", "\n", "\t", "&a", "*a", "<<", "!!x", "%", "|"),
        Arbitraries.strings().ascii().ofMaxLength(12));
  }

  @Provide
  Arbitrary<String> yaml() {
    return node(4).map(text -> text + "\n");
  }

  private static Arbitrary<String> node(int depth) {
    var scalar =
        Arbitraries.oneOf(
            Arbitraries.of(words()),
            Arbitraries.of("1", "0", "10/s", "2h", "\"*\"", "~", "''", "\"(\"", "50%", "-1"));
    if (depth == 0) {
      return scalar;
    }
    var below = node(depth - 1);
    var list = below.list().ofMaxSize(4).map(items -> "[" + String.join(", ", items) + "]");
    var mapping =
        net.jqwik.api.Combinators.combine(Arbitraries.of(words()), below)
            .as((key, value) -> key + ": " + value)
            .list()
            .ofMaxSize(5)
            .map(pairs -> "{" + String.join(", ", pairs) + "}");
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

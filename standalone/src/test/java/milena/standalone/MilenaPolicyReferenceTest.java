package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import milena.delivery.send.SmtpTimeouts;
import milena.policy.Manner;
import milena.policy.document.Notation;
import milena.policy.document.PolicyReader;
import milena.policy.document.PolicyReference;
import milena.policy.document.PolicyText;
import org.junit.jupiter.api.Test;

class MilenaPolicyReferenceTest {

  private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern IN_TOML = Pattern.compile("```toml\\n(.*?)```", Pattern.DOTALL);

  @Test
  void shouldHaveAnUpToDateReferencePage() throws IOException {
    ReferencePage.check("policy.md", PolicyReference.markdown());
  }

  @Test
  void shouldTellHowServersAreTreatedWhereNobodySaysAnything() {
    // Given
    var document = new StringBuilder("servers:\n  - {domain: a.test");
    for (var manner : Manner.values()) {
      var about = "### `servers`: `" + manner.word() + "`";
      var found =
          Pattern.compile(Pattern.quote(about) + ".*?default: (\\S+)", Pattern.DOTALL)
              .matcher(PolicyReference.markdown());
      assertThat(found.find()).as(about).isTrue();
      document.append(", ").append(manner.word()).append(": ").append(found.group(1));
    }

    // When
    var told = PolicyReader.read(document.append("}\n").toString(), Set.of());

    // Then
    assertThat(told.policy().orElseThrow().manners().getFirst().values())
        .isEqualTo(BuiltInPolicy.manners(SmtpTimeouts.defaults()));
  }

  @Test
  void shouldHaveAnExampleInToml() {
    // Given
    var example = IN_TOML.matcher(PolicyReference.markdown()).results().findFirst().orElseThrow();

    // When
    var checked = PolicyReader.read(new PolicyText(example.group(1), Notation.TOML), Set.of());

    // Then
    assertThat(checked.findings()).isEmpty();
    assertThat(checked.policy().orElseThrow().limits()).hasSize(1);
  }

  @Test
  void shouldHaveExamplesThatMakeOneDocumentWithoutErrors() {
    // Given
    var document =
        EXAMPLE
            .matcher(PolicyReference.markdown())
            .results()
            .map(match -> match.group(1))
            .filter(example -> !example.startsWith("do:"))
            .collect(Collectors.joining());

    // When
    var checked = PolicyReader.read(document, Set.of());

    // Then
    assertThat(checked.findings()).isEmpty();
    assertThat(checked.policy()).isPresent();
  }
}

package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import milena.policy.document.PolicyReader;
import milena.policy.document.PolicyReference;
import org.junit.jupiter.api.Test;

class MilenaPolicyReferenceTest {

  private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @Test
  void shouldHaveAnUpToDateReferencePage() throws IOException {
    ReferencePage.check("policy.md", PolicyReference.markdown());
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

package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import milena.runtime.observe.Metric;
import milena.runtime.observe.MetricsReference;
import org.junit.jupiter.api.Test;

class MilenaMetricsTest {

  private static final Pattern DECLARATION =
      Pattern.compile("Metric\\.(?:counter|gauge|timer|summary)\\(\\s*\"([a-z0-9.]+)\"");

  @Test
  void shouldDeclareEachMetricOnce() {
    assertThat(MilenaMetrics.bySection().values().stream().flatMap(List::stream))
        .extracting(Metric::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldKnowEveryMetricThatTheCodeDeclares() throws IOException {
    // Given
    var declared = new TreeSet<String>();
    try (var sources = Files.walk(Path.of(".."))) {
      for (var source : sources.filter(MilenaMetricsTest::isMainCode).toList()) {
        DECLARATION
            .matcher(Files.readString(source))
            .results()
            .forEach(match -> declared.add(match.group(1)));
      }
    }

    // Then
    assertThat(declared).hasSizeGreaterThan(20);
    assertThat(MilenaMetrics.bySection().values().stream().flatMap(List::stream))
        .extracting(Metric::name)
        .containsExactlyInAnyOrderElementsOf(declared);
  }

  private static boolean isMainCode(Path file) {
    return file.toString().endsWith(".java") && file.toString().contains("/src/main/java/");
  }

  @Test
  void shouldHaveAnUpToDateReferencePage() throws IOException {
    ReferencePage.check("metrics.md", MetricsReference.markdown(MilenaMetrics.bySection()));
  }
}

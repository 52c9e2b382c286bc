package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import milena.runtime.observe.Metric;
import milena.runtime.observe.MetricsReference;
import org.junit.jupiter.api.Test;

class MilenaMetricsTest {

  @Test
  void shouldDeclareEachMetricOnce() {
    assertThat(MilenaMetrics.bySection().values().stream().flatMap(List::stream))
        .extracting(Metric::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldHaveAnUpToDateReferencePage() throws IOException {
    ReferencePage.check("metrics.md", MetricsReference.markdown(MilenaMetrics.bySection()));
  }
}

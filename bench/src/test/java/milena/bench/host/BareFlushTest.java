package milena.bench.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareFlushTest {
  @TempDir private Path folder;

  @Test
  void shouldMeasureEachFlushAndLeaveNothing() throws Exception {
    // When
    var summary = BareFlush.measure(folder, 5);

    // Then
    assertThat(summary.count()).isEqualTo(5);
    assertThat(summary.p50()).isPositive();
    assertThat(folder).isEmptyDirectory();
  }
}

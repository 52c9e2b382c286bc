package milena.standalone.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import milena.schemas.Topics;
import milena.standalone.HandWrittenLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LogReaderTest {

  private static final List<String> BOTH = List.of(Topics.SUBMISSIONS, Topics.EVENTS);

  @TempDir Path folder;

  @Test
  void shouldTellWhetherTopicsMovedOn() throws Exception {
    try (var log = new HandWrittenLog(folder)) {
      // Given
      var reader = new LogReader(log.clients());
      var empty = reader.ends(BOTH);

      // When
      log.end("M.0", "delivered", 1);
      log.flush();
      var moved = reader.ends(BOTH);
      log.park("M.1", "site-unknown", 1);
      log.flush();

      // Then
      assertThat(empty.values()).containsOnly(0L);
      assertThat(moved).isNotEqualTo(empty);
      assertThat(reader.ends(BOTH)).isEqualTo(moved);
      assertThat(reader.newest(BOTH)).isPositive();
    }
  }
}

package milena.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhenTest {

  private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "now, 2026-05-04T12:00:00Z",
    "-1h, 2026-05-04T11:00:00Z",
    "-1d30m, 2026-05-03T11:30:00Z",
    "2026-05-01, 2026-05-01T00:00:00Z",
    "2026-05-01T10:00, 2026-05-01T10:00:00Z",
    "2026-05-01T10:00:00.250Z, 2026-05-01T10:00:00.250Z",
    "2026-05-01T10:00:00+02:00, 2026-05-01T08:00:00Z",
    "2026-05-01T10:00-05:00, 2026-05-01T15:00:00Z",
  })
  void shouldReadTimes(String text, Instant time) {
    assertThat(When.parse(text, NOW)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "yesterday",
        "1h",
        "-1x",
        "2026-13-01",
        "2026-05-01T",
        "-999999999d999999999d"
      })
  void shouldRefuseAnythingElse(String text) {
    assertThatThrownBy(() -> When.parse(text, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a time such as");
  }
}

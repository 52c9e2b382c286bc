package milena.http.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhrasesTest {

  private static String marked(String value) {
    return Phrases.of(value, it -> "[" + it + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a@b|a@b",
        "<a@b>|<a@b>",
        "A B <a@b>, \"C, D\" e <c@d>|[A B ]<a@b>,[ \"C, D\" e ]<c@d>",
        "Group: A <a@b>, c@d;|Group:[ A ]<a@b>, c@d;",
        "\"a \\\" < b\" <a@b>|[\"a \\\" < b\" ]<a@b>",
        "\"never closed <a@b>|\"[never closed ]<a@b>"
      })
  void shouldFindNames(String value, String changed) {
    assertThat(marked(value)).isEqualTo(changed);
  }

  @Test
  @Timeout(10)
  void shouldLookAtEachCharacterOnce() {
    for (var unit : new String[] {"é", "\\\"", "\"", "\"é", "<", "é ", "\"\\"}) {
      var value = unit.repeat(1 << 20);
      assertThat(Phrases.of(value, it -> it)).isEqualTo(value);
    }
  }

  @Test
  @Timeout(10)
  void shouldWriteALongFieldOfAddresses() throws Fault {
    // Given
    var text = new StringBuilder();

    // When
    HeaderText.append(text, "To", "é ".repeat(128 << 10), "");

    // Then
    assertThat(text).contains("é");
  }
}

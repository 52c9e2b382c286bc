package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a header with a line in it that is no field. */
class BrokenHeaderTest {

  private static String kept(String content) throws Exception {
    var rig = new MemoryRig(config -> config);
    try (var client = rig.client()) {
      assertThat(client.deliver(content, "b@example.com")).startsWith("250");
      return rig.log.message(rig.log.submittals.getFirst());
    } finally {
      rig.close();
    }
  }

  private static String headerOf(String message) {
    return message.substring(0, message.indexOf("\r\n\r\n") + 2);
  }

  private static String bodyOf(String message) {
    return message.substring(message.indexOf("\r\n\r\n") + 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no field", "f\u00e9ld: x", ": x", "From b@example.org"})
  void shouldBeginTheBodyWithThatLine(String broken) throws Exception {
    // When
    var message = kept("From: a@example.org\r\nTo: c@c.test\r\n" + broken + "\r\nCc: d@d.test");
    // Then: the fields before it, which were checked, are fields
    assertThat(headerOf(message))
        .startsWith("Received: ")
        .contains("\r\nDate: ", "\r\nMessage-ID: ")
        .endsWith("\r\nFrom: a@example.org\r\nTo: c@c.test\r\n");
    assertThat(bodyOf(message))
        .isEqualTo(utf8(broken) + "\r\nCc: d@d.test\r\n")
        .doesNotContain("a@example.org");
  }

  @ParameterizedTest
  @CsvSource({"no field", "' begins with a blank'"})
  void shouldBeAllBodyWithoutAnyFieldBefore(String first) throws Exception {
    // When
    var message = kept(first + "\r\nFrom: a@example.org");
    // Then
    assertThat(headerOf(message)).startsWith("Received: ").contains("\r\nMessage-ID: ");
    assertThat(bodyOf(message)).isEqualTo(first + "\r\nFrom: a@example.org\r\n");
  }

  @Test
  void shouldTakeOutOurOwnFieldsBeforeThatLine() throws Exception {
    // When
    var message = kept("X-Milena-Campaign: c\r\nFrom: a@example.org\r\nno field\r\nX: y");
    // Then
    assertThat(headerOf(message))
        .doesNotContain("Milena-Campaign")
        .endsWith("\r\nFrom: a@example.org\r\n");
    assertThat(bodyOf(message)).isEqualTo("no field\r\nX: y\r\n");
  }

  /** As it is in a log of bytes. */
  private static String utf8(String text) {
    return new String(
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}

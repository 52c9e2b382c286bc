package milena.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HeaderEditorTest {

  private static String prefix(HeaderEditor editor) {
    return new String(editor.prefix(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldPrependInReverseOrder() {
    // Given
    var editor = new HeaderEditor(false);

    // When
    editor.prepend("Date", "Mon, 2 Mar 2026 09:05:00 +0000");
    editor.prepend("Received", "from a by b");

    // Then
    assertThat(prefix(editor))
        .isEqualTo("Received: from a by b\r\nDate: Mon, 2 Mar 2026 09:05:00 +0000\r\n");
  }

  @Test
  void shouldFoldLongValuesAtBlanks() {
    var editor = new HeaderEditor(false);
    editor.prepend("X", ("a".repeat(30) + " ").repeat(4) + "b".repeat(300));
    assertThat(prefix(editor))
        .isEqualTo(("X: A A\r\n A A\r\n " + "b".repeat(300) + "\r\n").replace("A", "a".repeat(30)));
  }

  @Test
  void shouldNameMissingFields() {
    var bytes = "date: x\r\nFrom: y\r\n\r\nMessage-ID: z".getBytes(StandardCharsets.US_ASCII);
    assertThat(
            HeaderEditor.missing(
                HeaderBlock.of(bytes, 0, bytes.length), List.of("Date", "Message-ID", "From")))
        .containsExactly("Message-ID");
  }

  @Test
  void shouldRefuseABadName() {
    for (var name : List.of("", "a b", "a:", "a\r\nb", "é")) {
      assertThatThrownBy(() -> new HeaderEditor(true).prepend(name, "x"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldKeepUtf8OnlyWhereItMayStand() {
    var ascii = new HeaderEditor(false);
    var utf8 = new HeaderEditor(true);
    ascii.prepend("X", "é\u0085x");
    utf8.prepend("X", "é\u0085x");
    assertThat(prefix(ascii)).isEqualTo("X: ??x\r\n");
    assertThat(prefix(utf8)).isEqualTo("X: é?x\r\n");
  }

  @Property
  void shouldAlwaysMakeExactlyOneField(@ForAll String value, @ForAll boolean utf8) {
    // Given
    var editor = new HeaderEditor(utf8);

    // When
    editor.prepend("X-Value", value);

    // Then
    var bytes = (prefix(editor) + "\r\nbody").getBytes(StandardCharsets.UTF_8);
    var block = HeaderBlock.of(bytes, 0, bytes.length);
    assertThat(block).hasSize(1);
    assertThat(bytes.length - block.bodyStart()).isEqualTo(4);
    assertThat(prefix(editor).split("\r\n"))
        .allSatisfy(
            line -> assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThan(999))
        .allSatisfy(line -> assertThat(line).doesNotContain("\r", "\n").isNotBlank());
  }

  @Test
  void shouldBreakWordsThatNoLineHolds() {
    var editor = new HeaderEditor(true);
    editor.prepend("X", "𝄞".repeat(2000));
    assertThat(prefix(editor).split("\r\n"))
        .allSatisfy(
            line -> assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThan(999));
    assertThat(prefix(editor)).doesNotContain("?");
  }

  @Test
  void shouldWriteDates() {
    assertThat(MailDate.format(Instant.parse("2026-03-02T09:05:00Z")))
        .isEqualTo("Mon, 2 Mar 2026 09:05:00 +0000");
  }
}

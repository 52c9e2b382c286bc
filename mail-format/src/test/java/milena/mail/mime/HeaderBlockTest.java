package milena.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class HeaderBlockTest {

  private static HeaderBlock block(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return HeaderBlock.of(bytes, 0, bytes.length);
  }

  private static List<String> fields(HeaderBlock block) {
    var found = new ArrayList<String>();
    block.forEach(field -> found.add(field.name() + "=" + field.value()));
    return found;
  }

  @Test
  void shouldIterateUnfoldedFields() {
    // Given
    var text =
        String.join(
            "\r\n",
            "From: a",
            "not a field",
            " still not",
            "Subject : long",
            "\tvalue é",
            ":x",
            "X:",
            "",
            "To: b");

    // When
    var block = block(text);

    // Then
    assertThat(fields(block)).containsExactly("From=a", "Subject=long\tvalue é", "X=");
    assertThat(text.getBytes(StandardCharsets.UTF_8).length - block.bodyStart()).isEqualTo(5);
    assertThat(block.has("SUBJECT")).isTrue();
    assertThat(block.has("To")).isFalse();
    assertThat(block.isAscii()).isFalse();
  }

  @Test
  void shouldFindTheEndAtEverySplit() {
    var bytes = "A: 1\r\nB: 2\r\n\r\nbody\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    for (var length = 0; length < bytes.length; length++) {
      var found = HeaderBlock.find(bytes, 0, length);
      assertThat(found.isPresent()).isEqualTo(length >= 14);
      found.ifPresent(block -> assertThat(fields(block)).containsExactly("A=1", "B=2"));
    }
  }

  @Test
  void shouldReadMessagesWithoutHeaderOrBody() {
    assertThat(fields(block("\r\nA: 1"))).isEmpty();
    assertThat(fields(block("A: 1"))).containsExactly("A=1");
    assertThat(fields(block(""))).isEmpty();
    assertThat(fields(block("A: 1\nB: 2\n\nC: 3"))).containsExactly("A=1", "B=2");
  }

  @Property
  void shouldAnswerAnyBytes(@ForAll byte[] bytes) {
    var end = -1;
    for (var field : HeaderBlock.of(bytes, 0, bytes.length)) {
      assertThat(field.start()).isGreaterThanOrEqualTo(Math.max(0, end));
      assertThat(field.colon()).isBetween(field.start() + 1, field.end() - 1);
      assertThat(field.value()).isNotNull();
      end = field.end();
    }
  }

  @Test
  void shouldTakeLinearTimeOnHostileInput() {
    for (var pattern : new String[] {"a", "\n ", "a:\n", " ", "a\n", ":", "\r", "a:\n "}) {
      Assertions.assertTimeout(
          Duration.ofSeconds(5), () -> fields(block(pattern.repeat(3_000_000 / pattern.length()))));
    }
  }
}

package milena.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndOfDataTest {
  @Property(tries = 3000)
  void shouldEndWhereTheFirstLoneDotEndsHoweverTheBytesAreCut(
      @ForAll("bodies") String body, @ForAll long cuts) {
    // Given
    int found = ("\r\n" + body).indexOf("\r\n.\r\n");
    int expected = found < 0 ? -1 : found + 3;

    // When
    int end = search(body, cuts);

    // Then
    assertThat(end).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n.\nb",
        "a\r\n.\nb",
        "a\n.\r\nb",
        "a\r.\rb",
        "\r\n.\rMAIL",
        "\r\n..\r\n",
        ".\r"
      })
  void shouldNotEndAtBareLineEnds(String body) {
    for (long cuts = 0; cuts < 1L << body.length(); cuts++) {
      assertThat(search(body, cuts)).isEqualTo(-1);
    }
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.strings().withChars('\r', '\n', '.', 'a').ofMaxLength(24);
  }

  /** Cuts the text after each character whose bit is set. */
  private static int search(String text, long cuts) {
    var endOfData = new EndOfData();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (i == text.length() - 1 || (cuts >>> i & 1) == 1) {
        ByteBuf part =
            Unpooled.copiedBuffer(text.substring(from, i + 1), StandardCharsets.US_ASCII);
        int end = endOfData.search(part);
        part.release();
        if (end >= 0) {
          return from + end;
        }
        from = i + 1;
      }
    }
    return -1;
  }
}

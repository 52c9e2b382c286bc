package milena.mail.address;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text within a parameter (RFC 3461 §4). */
class XtextTest {

  @ParameterizedTest
  @CsvSource({"abc,abc", "a+2Bb,a+b", "+3D,=", "+20,' '", "'',''", "a@b.example,a@b.example"})
  void shouldDecode(String text, String meaning) {
    assertThat(Xtext.decode(text)).contains(meaning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+", "+2", "+2b", "+G0", "a=b", "a b", "\u00e4", "\u007f", "a\n"})
  void shouldRefuse(String text) {
    assertThat(Xtext.decode(text)).isEmpty();
  }

  @Property
  void shouldReadBackEveryByte(@ForAll byte[] bytes) {
    // Given
    var text = new StringBuilder();
    var meaning = new StringBuilder();
    for (byte b : bytes) {
      int c = b & 0xff;
      meaning.append((char) c);
      text.append(c > ' ' && c < 0x7f && c != '+' && c != '=' ? "" + (char) c : hex(c));
    }
    // When
    var decoded = Xtext.decode(text.toString());
    // Then
    assertThat(decoded).contains(meaning.toString());
  }

  private static String hex(int c) {
    return String.format(java.util.Locale.ROOT, "+%02X", c);
  }

  @Property
  void shouldNeverThrow(@ForAll String garbage) {
    Xtext.decode(garbage)
        .ifPresent(text -> assertThat(text).hasSizeLessThanOrEqualTo(garbage.length()));
  }
}

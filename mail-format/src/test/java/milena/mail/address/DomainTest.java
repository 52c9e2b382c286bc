package milena.mail.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.IDN;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainTest {

  @ParameterizedTest
  @CsvSource({
    "Example.COM,example.com",
    "localhost,localhost",
    "münchen.example,xn--mnchen-3ya.example",
    "MÜNCHEN.example,xn--mnchen-3ya.example",
    "mu\u0308nchen.example,xn--mnchen-3ya.example",
    "faß.example,xn--fa-hia.example",
    "βόλος.example,xn--nxasmm1c.example",
    "ΒΌΛΟΣ.example,xn--nxasmq6b.example",
    "例え.テスト,xn--r8jz45g.xn--zckzah",
    "例え。テスト,xn--r8jz45g.xn--zckzah",
    "почта.рф,xn--80a1acny.xn--p1ai",
    "xn--80a1acny.xn--p1ai,xn--80a1acny.xn--p1ai",
    "ｅｘａｍｐｌｅ.com,example.com",
    "3com.com,3com.com",
  })
  void shouldWriteNamesAsALabels(String text, String ascii) {
    assertThat(Domain.parse(text)).contains(new Domain.Name(ascii));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "-a",
        "a-",
        "a b",
        "a_b",
        "1.2.3.4",
        "a.123",
        "\u0308a.example",
        "a\u200db.example",
        "a☃b.example",
        "ab--ü.example",
        "-ü.example",
        "a\0b",
        "[]",
        "[1.2.3.4",
      })
  void shouldRefuseWhatNoHostIsCalled(String text) {
    assertThat(Domain.parse(text)).isEmpty();
  }

  @Test
  void shouldRefuseANameThatIsNotCanonical() {
    assertThatThrownBy(() -> new Domain.Name("Example.com"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void shouldAgreeWithTheJdkWhereBothRulesAreTheSame(
      @ForAll
          @CharRange(from = 'à', to = 'ö')
          @CharRange(from = 'а', to = 'я')
          @CharRange(from = 'a', to = 'z')
          @StringLength(min = 1, max = 20)
          String label) {
    // Given
    Assume.that(label.length() + 40 < 63);

    // When
    var ascii = Domain.parse(label + ".example").map(Domain::ascii);

    // Then
    assertThat(ascii).contains(IDN.toASCII(label + ".example"));
  }

  @Property
  void shouldAnswerAnyText(@ForAll String text) {
    Domain.parse(text)
        .ifPresent(domain -> assertThat(Domain.parse(domain.ascii())).contains(domain));
  }
}

package milena.mail.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailboxTest {

  private static Mailbox mailbox(String text) {
    return switch (AddressParser.mailbox(text)) {
      case PathResult.Parsed(Path.Of(var mailbox), var parameters) -> mailbox;
      case PathResult other -> throw new AssertionError(other);
    };
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "Ann.Lee@Example.COM,ann.lee@example.com",
        "\"Ann\"@example.com,ann@example.com",
        "\"A B\"@example.com,\"a b\"@example.com",
        "JÜRGEN@MÜNCHEN.example,jürgen@xn--mnchen-3ya.example",
        "ju\u0308rgen@example.com,jürgen@example.com",
      })
  void shouldHaveOneCanonicalFormForEverySpelling(String text, String canonical) {
    assertThat(mailbox(text).canonical()).isEqualTo(canonical);
  }

  @Test
  void shouldNeedUtf8OnlyForTheLocalPart() {
    assertThat(mailbox("ann@münchen.example").asciiOnly()).isTrue();
    assertThat(mailbox("jürgen@example.com").asciiOnly()).isFalse();
  }

  @Test
  void shouldNeverHoldALineEnd() {
    assertThatThrownBy(() -> new Mailbox("a\r\nRCPT TO:<b@c>", new Domain.Name("example.com")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package milena.mail.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpReplyTest {

  @Test
  void shouldTakeTheEnhancedCodeOutOfTheText() {
    // Given
    var reply = new SmtpReply(550, List.of("5.1.1 The account does not exist.", "5.1.1  Bye"));

    // When / Then
    assertThat(reply.enhancedCode()).contains(new EnhancedCode(5, 1, 1));
    assertThat(reply.text()).isEqualTo("The account does not exist. Bye");
    assertThat(reply).hasToString("550 5.1.1 The account does not exist. 5.1.1  Bye");
  }

  @Test
  void shouldNotBelieveAnEnhancedCodeThatContradictsTheReplyCode() {
    assertThat(SmtpReply.of(450, "5.1.1 no").enhancedCode()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5.1",
        "5.1.",
        "3.1.1",
        "5.1.1x",
        "5.1.1.1",
        "5.01.1",
        "5.1000.1",
        "5..1",
        "51.1.1",
        "5.1.1000",
        " 5.1.1",
        "5.a.1"
      })
  void shouldNotTakeOtherNumbersForAnEnhancedCode(String text) {
    assertThat(EnhancedCode.leading(text)).isEmpty();
    assertThat(EnhancedCode.parse(text)).isEmpty();
  }

  @Test
  void shouldTellSeverities() {
    assertThat(SmtpReply.of(250, "").isPositive()).isTrue();
    assertThat(SmtpReply.of(354, "").isIntermediate()).isTrue();
    assertThat(SmtpReply.of(451, "").isTransient()).isTrue();
    assertThat(SmtpReply.of(550, "").isPermanent()).isTrue();
    assertThatThrownBy(() -> SmtpReply.of(199, "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void shouldReadBackAnyEnhancedCode(
      @ForAll @IntRange(max = 999) int subject, @ForAll @IntRange(max = 999) int detail) {
    var code = new EnhancedCode(4, subject, detail);
    assertThat(EnhancedCode.parse(code.toString())).contains(code);
    assertThat(EnhancedCode.leading(code + ": text")).contains(code);
  }

  @Property
  void shouldAnswerAnyText(@ForAll String text) {
    EnhancedCode.leading(text).ifPresent(code -> assertThat(text).startsWith(code.toString()));
  }
}

package milena.standalone.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoughtTest {

  @Test
  void shouldTellMessagesSubmissionsAndAddressesApart() {
    assertThat(Sought.parse("01ABC")).isEqualTo(new Sought.Message("01ABC"));
    assertThat(Sought.parse("01ABC.12")).isEqualTo(new Sought.One("01ABC.12"));
    assertThat(Sought.parse("01.ABC")).isEqualTo(new Sought.Message("01.ABC"));
    assertThat(Sought.parse("Ann@Example.COM")).isEqualTo(new Sought.Recipient("ann@example.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "@", "ann@", "ann@example.com extra", "<ann@example.com>"})
  void shouldRefuseWhatIsNeither(String text) {
    assertThatThrownBy(() -> Sought.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldCoverWhatIsMeantAndNothingElse() {
    // Given
    var message = Sought.parse("01ABC");
    var one = Sought.parse("01ABC.1");
    var recipient = Sought.parse("ann@example.com");

    // Then
    assertThat(message.covers("01ABC.0", "x@y.test")).isTrue();
    assertThat(message.covers("01ABCD.0", "x@y.test")).isFalse();
    assertThat(message.covers("01ABC.0.0", "x@y.test")).isFalse();
    assertThat(one.covers("01ABC.1", "x@y.test")).isTrue();
    assertThat(one.covers("01ABC.10", "x@y.test")).isFalse();
    assertThat(recipient.covers("Z.0", "ANN@Example.com")).isTrue();
    assertThat(recipient.covers("Z.0", "\"ann\"@example.com")).isTrue();
    assertThat(recipient.covers("Z.0", "bann@example.com")).isFalse();
    assertThat(recipient.covers("Z.0", "änn@example.com")).isFalse();
  }

  @Test
  void shouldFindTheMessageOfAnId() {
    assertThat(Sought.parse("01ABC").messageId()).contains("01ABC");
    assertThat(Sought.parse("01ABC.7").messageId()).contains("01ABC");
    assertThat(Sought.parse("a@b.test").messageId()).isEmpty();
  }
}

package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import milena.delivery.send.Capabilities;
import milena.delivery.send.Capabilities.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of what a sender asked, a server is told what it offers to take, and nothing is made up. */
class NoticesTest {

  private static final long NOW = 1_000_000;

  private static Capabilities offering(boolean dsn, boolean deliverBy) {
    var offered = EnumSet.of(Extension.PIPELINING, Extension.SIZE, Extension.EIGHT_BIT_MIME);
    if (dsn) {
      offered.add(Extension.DSN);
    }
    if (deliverBy) {
      offered.add(Extension.DELIVERBY);
    }
    return new Capabilities(offered, 0, Capabilities.Limits.UNSAID);
  }

  private static Letter letter(Notices notices) {
    return new Letter(
        "a@example.org",
        "b@example.com",
        "",
        false,
        false,
        false,
        false,
        notices,
        new LetterBody.Whole(new byte[10]));
  }

  @Test
  void shouldPassOnAllOfIt() {
    // Given
    var asked = new Notices("HDRS", "id+2B1", "DELAY", "rfc822;x@y", NOW + 61_999, "RT");
    // Then
    assertThat(asked.ofMessage(offering(true, true), NOW))
        .isEqualTo(" RET=HDRS ENVID=id+2B1 BY=61;RT");
    assertThat(asked.ofMessage(offering(true, false), NOW)).isEqualTo(" RET=HDRS ENVID=id+2B1");
    assertThat(asked.ofMessage(offering(false, true), NOW)).isEqualTo(" BY=61;RT");
    assertThat(asked.ofMessage(offering(false, false), NOW)).isEmpty();
    assertThat(asked.ofRecipient(offering(true, false)))
        .isEqualTo(" NOTIFY=DELAY ORCPT=rfc822;x@y");
    assertThat(asked.ofRecipient(offering(false, true))).isEmpty();
  }

  @Test
  void shouldMakeNothingUp() {
    assertThat(Notices.NONE.ofMessage(offering(true, true), NOW)).isEmpty();
    assertThat(Notices.NONE.ofRecipient(offering(true, true))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1000,1", "999,0", "0,0", "-1,-1", "-1000,-1", "9000000000000,999999999"})
  void shouldCountDown(long left, long seconds) {
    // Given
    var asked = new Notices("", "", "", "", NOW + left, "N");
    // Then
    assertThat(asked.ofMessage(offering(false, true), NOW)).isEqualTo(" BY=" + seconds + ";N");
  }

  @ParameterizedTest
  @CsvSource({"R,false,5.3.3", "RT,false,5.3.3", "R,true,''", "N,false,''", "NT,false,''"})
  void shouldGoOnlyToWhoReturnsItInTimeWhereThatWasAsked(
      String mode, boolean offered, String enhanced) {
    // Given
    var letter = letter(new Notices("", "", "", "", NOW + 5_000, mode));
    // When
    var unfit = EnvelopeRules.unfit(letter, offering(false, offered));
    // Then
    assertThat(unfit.map(said -> said.toString().contains(enhanced)).orElse(enhanced.isEmpty()))
        .isTrue();
    assertThat(unfit.isEmpty()).isEqualTo(enhanced.isEmpty());
  }
}

package milena.mail.classify;

import static org.assertj.core.api.Assertions.assertThat;

import milena.mail.reply.EnhancedCode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxGoneTest {

  private static final MailboxGone GONE = MailboxGone.standard();

  private static boolean proven(Stage stage, int code, @Nullable String enhanced, String text) {
    var parsed = enhanced == null ? null : EnhancedCode.parse(enhanced).orElseThrow();
    return GONE.isProvenBy(new RemoteFailure(stage, code, parsed, text), true);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void shouldBelieveOnlyRepliesAboutOneRecipient(Stage stage) {
    assertThat(proven(stage, 550, "5.1.1", "user unknown"))
        .isEqualTo(stage == Stage.RCPT || stage == Stage.FINAL_DOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.1.0", "5.1.3", "5.1.6", "5.0.0", "5.5.0"})
  void shouldNeedWordsWhereTheCodeLeavesItOpen(String enhanced) {
    assertThat(proven(Stage.RCPT, 550, enhanced, "user unknown")).isTrue();
    assertThat(proven(Stage.RCPT, 550, enhanced, "no")).isFalse();
    assertThat(proven(Stage.RCPT, 553, enhanced, "user unknown")).isFalse();
  }

  @Test
  void shouldNeedNoWordsWhereTheCodeSaysIt() {
    assertThat(proven(Stage.RCPT, 550, "5.1.1", "")).isTrue();
    assertThat(proven(Stage.RCPT, 554, "5.1.10", "")).isTrue();
    assertThat(proven(Stage.RCPT, 550, null, "")).isFalse();
  }

  @Property
  void shouldNeverBelieveOtherSubjects(
      @ForAll @IntRange(min = 2, max = 20) int subject,
      @ForAll @IntRange(min = 1, max = 99) int detail) {
    var code = new EnhancedCode(5, subject, detail);
    assertThat(GONE.isProvenBy(new RemoteFailure(Stage.RCPT, 550, code, "user unknown"), true))
        .isFalse();
  }

  @Property
  void shouldNeverBelieveATransientReply(@ForAll @IntRange(min = 400, max = 499) int code) {
    assertThat(
            GONE.isProvenBy(
                new RemoteFailure(Stage.RCPT, code, new EnhancedCode(4, 1, 1), "user unknown"),
                true))
        .isFalse();
  }

  @Test
  void shouldBeTakenBackByWordsOfAnotherReason() {
    assertThat(proven(Stage.RCPT, 550, "5.1.1", "user unknown; listed as SPAM source")).isFalse();
    assertThat(proven(Stage.RCPT, 550, null, "Mailbox unavailable: over quota")).isFalse();
  }
}

package milena.mail.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import milena.mail.reply.EnhancedCode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ClassifierTest {

  private static final Classifier CLASSIFIER = Classifier.standard();

  private static BounceClass classify(Stage stage, int code, String text) {
    return CLASSIFIER.classify(new RemoteFailure(stage, code, null, text));
  }

  @Test
  void shouldHaveTwentyNineClassesWithLabels() {
    assertThat(BounceClass.values()).hasSize(29);
    for (var value : BounceClass.values()) {
      assertThat(BounceClass.ofLabel(value.label())).contains(value);
    }
  }

  @Test
  void shouldLetTheRepliesCodeDecideWhereNothingElseDoes() {
    assertThat(classify(Stage.CONNECT, 0, "")).isEqualTo(BounceClass.BAD_CONNECTION);
    assertThat(classify(Stage.RCPT, 452, "")).isEqualTo(BounceClass.TOO_MANY_RECIPIENTS);
    assertThat(classify(Stage.FINAL_DOT, 451, "")).isEqualTo(BounceClass.TRANSIENT_FAILURE);
    assertThat(classify(Stage.EHLO, 502, "")).isEqualTo(BounceClass.PROTOCOL_ERRORS);
    assertThat(classify(Stage.CONNECT, 0, "connect: Connection timed out"))
        .isEqualTo(BounceClass.NO_ANSWER_FROM_HOST);
  }

  @Test
  void shouldLetTellingWordsOverruleTheCode() {
    var failure =
        new RemoteFailure(
            Stage.FINAL_DOT, 550, new EnhancedCode(5, 1, 1), "Found on the Spamhaus list");
    assertThat(CLASSIFIER.classify(failure)).isEqualTo(BounceClass.SPAM_BLOCK);
  }

  @Test
  void shouldNotCareForCaseOrBlanks() {
    assertThat(classify(Stage.RCPT, 550, "USER\t \r\n unKnown"))
        .isEqualTo(BounceClass.INVALID_RECIPIENT);
  }

  @Property
  void shouldClassifyAnything(
      @ForAll Stage stage, @ForAll @IntRange(max = 599) int code, @ForAll String text) {
    assertThat(classify(stage, code, text)).isNotNull();
  }

  @Test
  void shouldTakeLinearTimeOnHostileText() {
    for (var pattern : new String[] {"user unknow", "s", " ", "mailbox & ", "recipient address "}) {
      var text = pattern.repeat(10_000_000 / pattern.length());
      Assertions.assertTimeout(Duration.ofSeconds(2), () -> classify(Stage.RCPT, 550, text));
    }
  }
}

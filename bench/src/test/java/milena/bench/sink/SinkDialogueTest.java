package milena.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import milena.bench.sink.SinkSession.Connected;
import milena.bench.sink.SinkSession.Identified;
import milena.bench.sink.SinkSession.InTransaction;
import milena.bench.sink.SinkSession.ReceivingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkDialogueTest {
  private final SinkDialogue dialogue = new SinkDialogue(SinkConfig.sandbox());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL FROM:<a@b>                | 503 250 503",
        "mail from:<> SIZE=10 BODY=8BITMIME SMTPUTF8 | 503 250 503",
        "MAIL FROM:<a@b> SIZE=99999999999 | 503 552 503",
        "MAIL FROM:<a@b> SIZE=x         | 503 501 503",
        "MAIL FROM:<a@b> RET=HDRS       | 503 555 503",
        "MAIL FROM:a@b                  | 503 501 503",
        "MAIL                           | 503 501 503",
        "RCPT TO:<a@b>                  | 503 503 250",
        "RCPT TO:<@x,@y:a@B>            | 503 503 250",
        "RCPT TO:<\"a>b\"@b>            | 503 503 250",
        "RCPT TO:<>                     | 503 503 501",
        "RCPT TO:<a@b> NOTIFY=NEVER     | 503 503 555",
        "RCPT TO:<unknown1@reject.test> | 503 503 550",
        "RCPT TO:<a@full.test>          | 503 503 552",
        "RCPT TO:<a@blocked.test>       | 503 503 250",
        "DATA                           | 503 503 554",
        "DATA now                       | 501 501 501",
        "EHLO me                        | 250 250 250",
        "EHLO                           | 501 501 501",
        "HELO me                        | 250 250 250",
        "RSET                           | 250 250 250",
        "NOOP anything                  | 250 250 250",
        "QUIT                           | 221 221 221",
        "BDAT 5 LAST                    | 500 500 500",
        "''                             | 500 500 500",
      })
  void shouldAnswerEveryCommandInEverySession(String line, String codes) {
    // Given
    List<SinkSession> sessions =
        List.of(new Connected(), new Identified(), new InTransaction(new SinkTransaction("a@b")));

    // When
    List<String> answers =
        sessions.stream()
            .map(session -> Integer.toString(code(dialogue.answer(session, line))))
            .toList();

    // Then
    assertThat(String.join(" ", answers)).isEqualTo(codes);
  }

  @Test
  void shouldAskForTheMessageOnceThereIsARecipient() {
    // Given
    SinkSession session = next(dialogue.answer(new Identified(), "MAIL FROM:<>"));
    session = next(dialogue.answer(session, "RCPT TO:<a@Accept.TEST>"));

    // When
    SinkStep step = dialogue.answer(session, "DATA");

    // Then
    assertThat(code(step)).isEqualTo(354);
    assertThat(next(step)).isInstanceOf(ReceivingData.class);
    assertThat(((ReceivingData) next(step)).transaction().recipients())
        .containsExactly(new SinkRecipient("a@accept.test", "accept.test", new SinkMood.Accepts()));
  }

  @Test
  void shouldRefuseTheParametersOfWhatItDoesNotAnnounce() {
    // Given
    var plain =
        new SinkDialogue(
            SinkConfig.accepting().withExtensions(EnumSet.noneOf(SinkExtension.class)));

    // When / Then
    assertThat(code(plain.answer(new Identified(), "MAIL FROM:<> SIZE=1"))).isEqualTo(555);
    assertThat(code(plain.answer(new Identified(), "MAIL FROM:<> BODY=8BITMIME"))).isEqualTo(555);
    assertThat(code(plain.answer(new Identified(), "MAIL FROM:<> SMTPUTF8"))).isEqualTo(555);
    assertThat(((SinkStep.Introduce) plain.answer(new Connected(), "EHLO x")).lines()).hasSize(1);
  }

  @Test
  void shouldRefuseAboutTheWantedFractionOfRecipients() {
    // Given
    var some =
        new SinkDialogue(
            SinkConfig.accepting()
                .withMoods(MoodTable.accepting().with(List.of("some.test=reject:0.3"))));

    // When
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      SinkSession session = new InTransaction(new SinkTransaction(""));
      refused += code(some.answer(session, "RCPT TO:<u" + i + "@some.test>")) == 550 ? 1 : 0;
    }

    // Then
    assertThat(refused).isBetween(2_800, 3_200);
  }

  private static int code(SinkStep step) {
    return switch (step) {
      case SinkStep.Answer(_, var reply) -> reply.code();
      case SinkStep.Introduce _ -> 250;
      case SinkStep.RefuseRecipient(_, var reply) -> reply.code();
      case SinkStep.HangUp(var reply) -> reply.code();
    };
  }

  private static SinkSession next(SinkStep step) {
    return ((SinkStep.Answer) step).next();
  }
}

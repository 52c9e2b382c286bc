package milena.mail.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import milena.mail.reply.SmtpReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real replies of the large providers and of the common servers, both ways. */
class ReplyTableTest {

  private static final Classifier CLASSIFIER = Classifier.standard();
  private static final MailboxGone GONE = MailboxGone.standard();

  private record Row(boolean gone, BounceClass result, RemoteFailure failure) {
    static Row of(String line) {
      var cells = line.split(" \\| ", 4);
      var reply = SmtpReply.of(Integer.parseInt(cells[3].substring(0, 3)), cells[3].substring(4));
      return new Row(
          cells[0].equals("gone"),
          BounceClass.ofLabel(cells[2]).orElseThrow(),
          RemoteFailure.of(Stage.valueOf(cells[1]), reply));
    }
  }

  private static Stream<Row> rows() throws IOException {
    try (var in = ReplyTableTest.class.getResourceAsStream("replies.txt")) {
      var bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Row::of);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldKnowTheClass(Row row) {
    assertThat(CLASSIFIER.classify(row.failure())).isEqualTo(row.result());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldKnowWhetherTheMailboxIsGone(Row row) {
    assertThat(GONE.isProvenBy(row.failure(), true)).isEqualTo(row.gone());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldNeverTakeAFinalReplyToSeveralRecipientsForProof(Row row) {
    var failure = row.failure();
    var last =
        new RemoteFailure(Stage.FINAL_DOT, failure.code(), failure.enhancedCode(), failure.text());
    assertThat(GONE.isProvenBy(last, false)).isFalse();
  }

  @Test
  void shouldHoldEnoughRowsOfBothKinds() throws IOException {
    assertThat(rows().filter(Row::gone).count()).isGreaterThan(20);
    assertThat(rows().filter(row -> !row.gone()).count()).isGreaterThan(60);
  }
}

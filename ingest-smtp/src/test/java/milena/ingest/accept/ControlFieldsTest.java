package milena.ingest.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Deferred;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.header.HeaderScan;
import milena.ingest.log.Wishes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields that are for us alone. */
class ControlFieldsTest {

  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  private static AcceptDecision<ControlFields.Found> takeOut(String text) {
    return takeOut(text, Wishes.NONE);
  }

  private static AcceptDecision<ControlFields.Found> takeOut(String text, Wishes asked) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var scan = new HeaderScan();
    if (scan.scan(bytes, bytes.length) == null) {
      scan.atEnd(bytes, bytes.length);
    }
    return ControlFields.takeOut(bytes, scan.end(), asked, NOW);
  }

  private static ControlFields.Found found(String text, Wishes asked) {
    return switch (takeOut(text, asked)) {
      case Accepted(var found) -> found;
      case Refused(var reply) -> throw new AssertionError(reply);
      case Deferred(var reply) -> throw new AssertionError(reply);
    };
  }

  private static String answer(String text) {
    return switch (takeOut(text)) {
      case Accepted(var found) -> found.wishes().toString();
      case Refused(var reply) -> reply.code() + " " + reply.lines().getFirst();
      case Deferred(var reply) -> reply.code() + " " + reply.lines().getFirst();
    };
  }

  @Test
  void shouldTakeThemOutAndLeaveTheRestAsItIs() {
    // Given
    var header =
        """
        Subject: a
         b
        x-milena-CAMPAIGN: Summer
         sale
        X-Milena-Pool: fast
        X-Milena-Priority: -3
        X-Milena-Send-At: 2026-12-24T18:00:00Z
        X-Milena-Expires: Fri, 25 Dec 2026 18:00:00 +0000
        X-Milena-Meta-Order: 4711
        To: x

        X-Milena-Pool: in the body
        """
            .replace("\n", "\r\n");
    // When
    var found = found(header, Wishes.NONE);
    // Then
    assertThat(new String(found.header(), StandardCharsets.UTF_8))
        .isEqualTo("Subject: a\r\n b\r\nTo: x\r\n");
    assertThat(found.wishes())
        .isEqualTo(
            new Wishes(
                "Summer sale",
                "fast",
                -3,
                Instant.parse("2026-12-24T18:00:00Z").toEpochMilli(),
                Instant.parse("2026-12-25T18:00:00Z").toEpochMilli(),
                false,
                false,
                Map.of("order", "4711")));
  }

  @Test
  void shouldLetTheFieldsWinOverTheEnvelope() {
    // Given
    var asked = new Wishes("", "", 5, 99, 0, false, false, Map.of());
    // When, Then
    assertThat(found("X-Milena-Pool: p\r\n\r\n", asked).wishes().priority()).isEqualTo(5);
    assertThat(found("X-Milena-Pool: p\r\n\r\n", asked).wishes().notBefore()).isEqualTo(99);
    assertThat(found("X-Milena-Priority: 0\r\n\r\n", asked).wishes().priority()).isZero();
  }

  @Test
  void shouldLookForThemInTheHeaderOnly() {
    // When
    var found = found("To: x\r\nno field\r\nX-Milena-Pool: p\r\n\r\n", Wishes.NONE);
    // Then
    assertThat(found.header()).asString().isEqualTo("To: x\r\n");
    assertThat(found.wishes().pool()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Campaign:                              | Campaign: is not a name
          Priority: 10                           | Priority: is not from -9 to 9
          Send-At: tomorrow                      | Send-At: is not a time such as
          Send-At: 2027-01-01T00:00:00Z          | Send-At: is more than 30 days
          Expires: 2026-11-30T00:00:00Z          | Expires: is in the past
          Sendat: 2026-12-24T18:00:00Z           | Sendat: is not known
          Meta-: x                               | Meta-: has no name
          """)
  void shouldRefuseWhatCannotBeDone(String field, String fault) {
    assertThat(answer("X-Milena-" + field + "\r\n\r\n")).startsWith("554 5.6.0 X-Milena-" + fault);
  }

  @Test
  void shouldRefuseOneThatIsThereTwice() {
    assertThat(takeOut("X-Milena-Pool: a\r\nX-Milena-Pool: b\r\n\r\n")).isInstanceOf(Refused.class);
  }

  @Property(tries = 300)
  void shouldTakeAnyValue(@ForAll String value) {
    // Given
    var line = value.replaceAll("[\r\n\0]", "");
    // When
    var answer = answer("X-Milena-Campaign: " + line + "\r\n\r\n");
    // Then
    assertThat(answer).matches("(?s)Wishes.*|554 5.6.0 X-Milena-Campaign.*");
  }
}

package milena.ingest.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import milena.ingest.header.HeaderChecks.Anonymity;
import milena.ingest.header.HeaderChecks.Breach;
import milena.ingest.header.HeaderChecks.Lack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Which headers are refused, and what for. */
class HeaderChecksTest {

  static final java.util.List<String> SINGLE = SingleFields.NAMES;

  private static final HeaderChecks STRICT =
      new HeaderChecks(Lack.REFUSE, Anonymity.REFUSE, Breach.REFUSE, 10);
  private static final HeaderChecks LENIENT =
      new HeaderChecks(Lack.FIX, Anonymity.ACCEPT, Breach.ACCEPT, 1_000);

  private static String objection(HeaderChecks checks, String header) {
    return objection(checks, header, false);
  }

  private static String objection(HeaderChecks checks, String header, boolean submitted) {
    var bytes = (header + "\r\n").getBytes(StandardCharsets.US_ASCII);
    var facts = new HeaderScan().scan(bytes, bytes.length);
    return facts == null ? "no end" : checks.objection(facts, submitted).orElse("taken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Date,From,Message-ID     | taken                           | taken",
        "date,FROM,message-id     | taken                           | taken",
        "From,Message-ID          | taken                           | Date is missing",
        "From,Date                | taken                           | Message-ID is missing",
        "Date,Message-ID          | taken                           | From is missing",
        "Date,From,Message-ID,from| From is there more than once    | From is there more than once",
        "Subject,subject          | Subject is there more than once | Subject is there more than"
            + " once",
        "Cc,Bcc,X,X,Received,Received,Resent-To,Resent-To,Comments,Comments | taken | From is"
            + " missing",
      })
  void shouldNameTheField(String names, String byDefault, String strictly) {
    // Given
    var header = String.join(": x\r\n", names.split(",")) + ": x\r\n";
    // Then
    assertThat(objection(HeaderChecks.DEFAULTS, header)).isEqualTo(byDefault);
    assertThat(objection(STRICT, header)).isEqualTo(strictly);
    assertThat(objection(LENIENT, header)).isEqualTo("taken");
  }

  @ParameterizedTest
  @FieldSource("SINGLE")
  void shouldTakeEachOfTheSingleFieldsOnce(String name) {
    assertThat(objection(HeaderChecks.DEFAULTS, name + ": x\r\n")).isEqualTo("taken");
    assertThat(objection(HeaderChecks.DEFAULTS, (name + ": x\r\n").repeat(2)))
        .isEqualTo(name + " is there more than once");
  }

  @Test
  void shouldWantAnAuthorOfWhoSubmits() {
    // Given
    var header = "Date: x\r\nMessage-ID: <x@y>\r\n";
    // Then
    assertThat(objection(HeaderChecks.DEFAULTS, header, true)).isEqualTo("From is missing");
    assertThat(objection(HeaderChecks.DEFAULTS, header, false)).isEqualTo("taken");
    assertThat(objection(STRICT, header, true)).isEqualTo("From is missing");
    assertThat(objection(LENIENT, header, true)).isEqualTo("taken");
  }

  @Test
  void shouldLetATenantHaveItsOwn() {
    // Given
    var own =
        new OwnChecks(
            Optional.of(Lack.REFUSE), Optional.empty(), Optional.empty(), Optional.of(20));
    // Then
    assertThat(OwnChecks.NONE.over(LENIENT)).isSameAs(LENIENT);
    assertThat(own.over(LENIENT))
        .isEqualTo(new HeaderChecks(Lack.REFUSE, Anonymity.ACCEPT, Breach.ACCEPT, 20));
    assertThatThrownBy(
            () ->
                new OwnChecks(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(1_001)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldFindLoops() {
    assertThat(STRICT.isLoop(10)).isFalse();
    assertThat(STRICT.isLoop(11)).isTrue();
    assertThatThrownBy(() -> new HeaderChecks(Lack.FIX, Anonymity.ACCEPT, Breach.ACCEPT, 9))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

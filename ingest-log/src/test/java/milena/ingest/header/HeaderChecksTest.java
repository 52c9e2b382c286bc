package milena.ingest.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
      new HeaderChecks(Lack.REFUSE, Breach.REFUSE, Breach.REFUSE, 10);
  private static final HeaderChecks LENIENT =
      new HeaderChecks(Lack.FIX, Breach.ACCEPT, Breach.ACCEPT, 1_000);

  private static String objection(HeaderChecks checks, String header) {
    var bytes = (header + "\r\n").getBytes(StandardCharsets.US_ASCII);
    var facts = new HeaderScan().scan(bytes, bytes.length);
    return facts == null ? "no end" : checks.objection(facts).orElse("taken");
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
  void shouldFindLoops() {
    assertThat(STRICT.isLoop(10)).isFalse();
    assertThat(STRICT.isLoop(11)).isTrue();
    assertThatThrownBy(() -> new HeaderChecks(Lack.FIX, Breach.ACCEPT, Breach.ACCEPT, 9))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package milena.ingest.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a header block ends, in whatever pieces it comes. */
class HeaderScanTest {

  private static @Nullable HeaderFacts scan(String text) {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    var whole = new HeaderScan().scan(bytes, bytes.length);
    var piecewise = new HeaderScan();
    HeaderFacts found = null;
    for (int length = 1; length <= bytes.length && found == null; length++) {
      found = piecewise.scan(bytes, length);
    }
    assertThat(found).isEqualTo(whole);
    return whole;
  }

  @Test
  void shouldFindWhatIsThere() {
    assertThat(scan("DATE: x\r\nX: y\r\n folded\r\nMessage-Id : z\r\n\r\nbody"))
        .isEqualTo(new HeaderFacts(true, true, false, List.of(), true));
    assertThat(scan("Dated: x\r\nX-Date: y\r\n Date: folded\r\n\r\nDate: in the body"))
        .isEqualTo(new HeaderFacts(false, false, false, List.of(), true));
  }

  @Test
  void shouldEndAtTheFirstLineThatIsNoField() {
    assertThat(scan("Date: x\r\nno field\r\n")).isEqualTo(broken(true));
    assertThat(scan(" begins with a blank\r\n")).isEqualTo(broken(false));
    assertThat(scan(": no name\r\n")).isEqualTo(broken(false));
  }

  @Test
  void shouldEndWhereTheFieldsEnd() {
    // Given
    var bytes = "Date: x\r\nno f\u00e9ld\r\nTo: y\r\n".getBytes(StandardCharsets.UTF_8);
    var scan = new HeaderScan();
    // When
    scan.scan(bytes, bytes.length);
    // Then: what begins the body is not the header's
    assertThat(scan.end()).isEqualTo("Date: x\r\n".length());
    assertThat(scan.bits()).isNotNegative();
  }

  @ParameterizedTest
  @CsvSource({"'', false", "'\u00e9', true", "'\u00e9: x', true", "From: b, false"})
  void shouldCountTheLastLineWithoutAnEnd(String last, boolean broken) {
    // Given
    var bytes = ("From: a\r\n" + last).getBytes(StandardCharsets.UTF_8);
    var scan = new HeaderScan();
    // When
    var facts = scan.scan(bytes, bytes.length);
    var end = scan.atEnd(bytes, bytes.length);
    // Then
    assertThat(facts).isNull();
    assertThat(end.endsProperly()).isEqualTo(!broken);
    assertThat(end.repeated()).isEqualTo(last.startsWith("From") ? List.of("From") : List.of());
    assertThat(scan.end()).isEqualTo(broken ? "From: a\r\n".length() : bytes.length);
  }

  private static HeaderFacts broken(boolean hasDate) {
    return new HeaderFacts(hasDate, false, false, List.of(), false);
  }

  @Test
  void shouldNameWhatIsThereMoreThanOnce() {
    assertThat(scan("to: a\r\nFrom: b\r\nFROM : c\r\nX: y\r\nX: z\r\nTo:\r\nto: d\r\n\r\n"))
        .isEqualTo(new HeaderFacts(false, false, true, List.of("From", "To"), true));
  }

  @Test
  void shouldWaitForTheEnd() {
    assertThat(scan("Date: x\r\nSubject: y\r\n")).isNull();
    assertThat(scan("Date: x\r\n\r")).isNull();
  }

  @Test
  void shouldNoticeBytesBeyondAscii() {
    // Given
    var bytes = "Subject: \u00e9\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    var scan = new HeaderScan();
    // When
    scan.scan(bytes, bytes.length);
    // Then
    assertThat(scan.bits()).isNegative();
  }
}

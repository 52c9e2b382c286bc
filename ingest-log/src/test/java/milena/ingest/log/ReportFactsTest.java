package milena.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be read off a report at once. */
class ReportFactsTest {

  private static ReportFacts facts(String lines) {
    var bytes = lines.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return ReportFacts.of(ByteBuffer.wrap(bytes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Content-Type: multipart/report; report-type=delivery-status||x ~ dsn",
        "X: y|CONTENT-TYPE: Multipart/Report;|\tboundary=b;| Report-Type=\"Delivery-Status\"|| ~"
            + " dsn",
        "Content-Type: multipart/report; report-type=feedback-report||x ~ arf",
        "Content-Type: multipart/report; report-type=disposition-notification||x ~ other",
        "Content-Type: multipart/report||x ~ other",
        "Content-Type: text/plain; report-type=delivery-status||x ~ other",
        "X-Content-Type: multipart/report; report-type=delivery-status||x ~ other",
        "Subject: x||Content-Type: multipart/report; report-type=delivery-status|| ~ other",
        "no header ~ other",
      })
  void shouldTellTheKindByTheMediaType(String message, String kind) {
    assertThat(facts(message).kind()).isEqualTo(kind);
  }

  @Test
  void shouldFindTheOriginalEnvelopeIdOfADsnOnly() {
    // Given
    var dsn = "Content-Type: multipart/report; report-type=delivery-status|";
    // Then
    assertThat(facts(dsn + "||--b||original-envelope-id:  QQ+2B1 |").originalEnvelopeId())
        .isEqualTo("QQ+2B1");
    assertThat(facts(dsn + "Original-Envelope-Id: x||").originalEnvelopeId()).isEmpty();
    assertThat(facts("Subject: x||Original-Envelope-Id: x|").originalEnvelopeId()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bounce+T0K=a@ours.example, T0K=a",
    "b+x+y@ours.example, x+y",
    "b@ours.example, ''",
    "b+@ours.example, ''",
    "b@c+d.example, ''",
  })
  void shouldFindTheTokenOfAnAddress(String address, String token) {
    assertThat(ReportFacts.token(address)).isEqualTo(token);
  }

  @ParameterizedTest
  @CsvSource({
    "content-type:",
    "'content-type: multipart/report;| x'",
    "original-envelope-id:",
    "|",
    "'|| '"
  })
  void shouldReadTheWorstInNoTime(String unit) {
    // Given
    var dsn = "Content-Type: multipart/report; report-type=delivery-status|";
    var worst = dsn + unit.repeat(2_000_000 / unit.length());
    // Then
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> facts(worst));
  }
}

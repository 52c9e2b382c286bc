package milena.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SurveyTest {

  private static long held(String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return Survey.bytesToHold(new Payload.Held(bytes), Bounds.defaults(10));
  }

  private static String body(String data) {
    return """
    {"recipients": [{"attachments": "é"}], "content": {"text_body": "x", "attachments": \
    [{"data": "%s"}], "subject": "y"}, "metadata": {"attachments": []}}\
    """
        .formatted(data);
  }

  @Test
  void shouldLeaveAttachmentsAside() throws IOException {
    assertThat(held(body("x".repeat(100_000)))).isLessThan(held(body("")) + 2_000);
    assertThat(held("{\"content\": \"" + "x".repeat(1_000) + "\"}")).isGreaterThan(1_000);
  }

  @Test
  void shouldCountAllOfWhatIsNotRight() throws IOException {
    var broken = body("x".repeat(100_000)) + "{";
    for (var body : new String[] {"", "[]", "{", "{\"content\": {\"attachments\": [1, ", "7"}) {
      assertThat(held(body)).isEqualTo(body.length());
    }
    assertThat(held(broken)).isLessThan(4_000);
  }

  @Test
  void shouldCountWhatIsSaidOfAttachmentsAndEveryValue() throws IOException {
    // Given
    var name = "x".repeat(100_000);
    var values = "[],".repeat(1_000) + "[]";

    // Then
    assertThat(held(body("").replace("\"data\"", "\"file_name\": \"" + name + "\", \"data\"")))
        .isLessThan(4_000);
    assertThat(held("{\"substitutions\": [" + values + "]}")).isGreaterThan(30_000);
  }

  @Test
  void shouldRememberNoNames() throws IOException {
    // Given
    var body = "{\"a\": [[], []], \"a\": 0}";

    // Then
    assertThat(held(body)).as("read to its end all the same").isGreaterThan(body.length());
  }
}

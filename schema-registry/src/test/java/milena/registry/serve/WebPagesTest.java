package milena.registry.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import milena.registry.write.MemoryLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser sends on behalf of a page, and what programs send. */
class WebPagesTest {
  private static final String BODY = "{\"schema\":\"\\\"int\\\"\"}";

  private final HttpRegistry registry = HttpRegistry.writing(new MemoryLog());

  @AfterEach
  void close() {
    registry.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(registry.url() + path));
  }

  private HttpRequest.Builder post() {
    return request("/subjects/s/versions").POST(HttpRequest.BodyPublishers.ofString(BODY));
  }

  private void nothingCameOf(HttpResponse<String> answer, int status, String advice) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"error_code\":" + status + ",").contains(advice);
    assertThat(registry.get("/subjects").body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.schemaregistry.v1+json",
        "application/vnd.schemaregistry+json",
        "application/vnd.schemaregistry.v1+json; charset=utf-8",
        "application/json",
        "Application/JSON;charset=UTF-8",
        "application/octet-stream"
      })
  void shouldTakeWhatProgramsSend(String type) {
    assertThat(registry.send(post().header("Content-Type", type)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/plain;charset=UTF-8",
        "TEXT/PLAIN; x=application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=application/json",
        "application/csp-report",
        "text/json",
        ";application/json",
        "nonsense"
      })
  void shouldNotTakeWhatAPageMaySendWithoutAsking(String type) {
    nothingCameOf(
        registry.send(post().header("Content-Type", type)),
        415,
        "Content-Type: application/vnd.schemaregistry.v1+json");
  }

  @Test
  void shouldNotTakeABodyWithoutAType() {
    nothingCameOf(registry.send(post()), 415, "Content-Type");
    var level = HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"NONE\"}");
    nothingCameOf(registry.send(request("/config").PUT(level)), 415, "Content-Type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://page.example", "null"})
  void shouldNotAnswerPages(String origin) {
    // Given
    var typed = post().header("Content-Type", "application/json");

    // Then
    nothingCameOf(registry.send(typed.header("Origin", origin)), 403, "Origin");
    nothingCameOf(registry.send(request("/subjects").header("Origin", origin)), 403, "Origin");
  }

  @Test
  void shouldNotLetAPageAskWhetherItMay() {
    var preflight =
        request("/subjects/s/versions")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", "https://page.example")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type");
    var answer = registry.send(preflight);
    nothingCameOf(answer, 403, "Origin");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }
}

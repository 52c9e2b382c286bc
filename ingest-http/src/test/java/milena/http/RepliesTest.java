package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of requests and of what each is answered with. */
@Timeout(60)
class RepliesTest {

  private static final String GOOD =
      """
      {"envelope_sender": "a@example.org", "recipients": [{"email": "b@example.net"}],
       "content": {"text_body": "x", "from": {"email": "a@example.org"}}}
      """;

  private @TempDir Path folder;
  private ApiRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new ApiRig(folder);
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(rig.errorsLogged()).isEmpty();
    rig.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(400, "", ""),
        fault(400, "", "[]"),
        fault(400, "", "{"),
        fault(400, "", "{\"a\":"),
        fault(400, "", GOOD + "x"),
        fault(400, "", GOOD + GOOD),
        fault(400, "/sender", change("envelope_sender", "sender")),
        fault(400, "/envelope_sender", change("\"envelope_sender\": \"a@example.org\", ", "")),
        fault(400, "/envelope_sender", change("\"a@example.org\", \"rec", "1, \"rec")),
        fault(422, "/envelope_sender", change("\"a@example.org\", \"rec", "\"a@@x\", \"rec")),
        fault(
            422,
            "/envelope_sender",
            change("\"a@example.org\", \"rec", "\"a@x>\\r\\nRCPT\", \"rec")),
        fault(400, "/recipients", change("[{\"email\": \"b@example.net\"}]", "{}")),
        fault(422, "/recipients", change("[{\"email\": \"b@example.net\"}]", "[]")),
        fault(400, "/recipients/0/mail", change("\"email\": \"b", "\"mail\": \"b")),
        fault(400, "/recipients/0", change("{\"email\": \"b@example.net\"}", "{}")),
        fault(400, "/recipients/0/email", change("\"b@example.net\"", "[]")),
        fault(
            400,
            "/content",
            change("{\"text_body\": \"x\", \"from\": {\"email\": \"a@example.org\"}}", "7")),
        fault(422, "/content", change("\"text_body\": \"x\", ", "")),
        fault(422, "/content/from", change(", \"from\": {\"email\": \"a@example.org\"}", "")),
        fault(
            422,
            "/content/from/email",
            change("from\": {\"email\": \"a@example.org", "from\": {\"email\": \"a b")),
        fault(422, "/content", content("\"no header\"")),
        fault(422, "/content", content("\"Subject: x\\n\\nbody\"")),
        fault(422, "/content", content("\"From: a@example.org\\nFrom: b@example.org\\n\\nx\"")),
        fault(422, "/content", content("\"From: a@example.org\\nnot a field\\n\\nx\"")),
        fault(422, "/content", content("\"From: a@example.org\\n\\nx\\u0000y\"")),
        fault(422, "/content", content("\"From: a@example.org\\n\\n" + "x".repeat(999) + "\"")),
        fault(422, "/content", content("\"From: a@example.org\\nX-Milena-Pool: x\\n\\nx\"")),
        fault(422, "/content", content("\"From: nobody\\n\\nx\"")),
        fault(
            422, "/content/headers/Content-Type", parts("\"headers\": {\"Content-Type\": \"a\"}")),
        fault(422, "/content/headers/a b", parts("\"headers\": {\"a b\": \"a\"}")),
        fault(422, "/content/from", parts("\"headers\": {\"From\": \"a@example.org\"}")),
        fault(
            422,
            "/content/headers/X",
            parts(
                "\"headers\": {\"To\": \"a@example.org\", \"X\": \"a\\r\\nBcc: b@example.org\"}")),
        fault(
            422,
            "/content/attachments/0/content_type",
            parts("\"attachments\": [{\"data\": \"\", \"content_type\": \"a\\r\\nb: c\"}]")),
        fault(
            422,
            "/content/attachments/0/file_name",
            parts(
                "\"attachments\": [{\"data\": \"\", \"content_type\": \"a/b\", \"file_name\":"
                    + " \"a\\r"
                    + "\\n"
                    + "b: c\"}]")),
        fault(
            400,
            "/content/attachments/0/data",
            parts(
                "\"attachments\": [{\"data\": \"***\", \"content_type\": \"a/b\", \"base64\":"
                    + " true}]")),
        fault(400, "/content/attachments/0", parts("\"attachments\": [{\"data\": \"x\"}]")),
        fault(400, "/template_dialect", more("\"template_dialect\": \"Mustache\"")),
        fault(400, "/priority", more("\"priority\": 10")),
        fault(400, "/priority", more("\"priority\": 1.5")),
        fault(400, "/send_at", more("\"send_at\": \"tomorrow\"")),
        fault(422, "/send_at", more("\"send_at\": \"2999-01-01T00:00:00Z\"")),
        fault(422, "/expires_at", more("\"expires_at\": \"2001-01-01T00:00:00Z\"")),
        fault(400, "/campaign", more("\"campaign\": \"a\\nb\"")),
        fault(400, "/metadata/a", more("\"metadata\": {\"a\": []}")),
        fault(400, "/substitutions", more("\"substitutions\": []")),
        fault(
            413,
            "/substitutions/a",
            more("\"substitutions\": {\"a\": \"" + "x".repeat(1_100_000) + "\"}")),
        fault(413, "", more("\"substitutions\": {\"a\": " + "[".repeat(70) + "]".repeat(70) + "}")),
        fault(422, "/content/text_body", GOOD.replace("\"x\"", "\"{{ x\"")),
        fault(422, "/content/text_body", GOOD.replace("\"x\"", "\"{% include 'x' %}\"")),
        fault(
            422, "/content/text_body", GOOD.replace("\"x\"", "\"{% macro a() %}{% endmacro %}\"")),
        fault(422, "/content/text_body", GOOD.replace("\"x\"", "\"{% set a = 1 %}\"")),
        fault(
            422,
            "/content/text_body",
            GOOD.replace("\"x\"", "\"" + "{% if a %}".repeat(5_000) + "\"")),
        fault(
            422, "/content/text_body", GOOD.replace("\"x\"", "\"{{ " + "(".repeat(50_000) + "\"")));
  }

  private static Arguments fault(int status, String pointer, String body) {
    return Arguments.of(status, pointer, body);
  }

  private static String change(String what, String to) {
    assertThat(GOOD).contains(what);
    return GOOD.replace(what, to);
  }

  private static String content(String content) {
    return change("{\"text_body\": \"x\", \"from\": {\"email\": \"a@example.org\"}}", content);
  }

  private static String parts(String more) {
    return change("{\"text_body\": \"x\",", "{\"text_body\": \"x\", " + more + ",");
  }

  private static String more(String field) {
    return change("{\"envelope_sender\"", "{" + field + ", \"envelope_sender\"");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldNameWhatIsWrong(int status, String pointer, String body) throws Exception {
    // When
    var response = rig.post(body);

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    var problem = ApiRig.json(response);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("detail").asText()).isNotBlank();
    if (!pointer.isEmpty()) {
      var at = problem.at("/errors/0/pointer").asText();
      assertThat(at).as(response.body()).isEqualTo("#" + pointer);
    }
    assertThat(rig.log.submittals).isEmpty();
  }

  @Test
  void shouldKnowItsAddressesAndMethods() throws Exception {
    assertThat(rig.get("/nothing").statusCode()).isEqualTo(404);
    assertThat(rig.get("/api/inject/v1").statusCode()).isEqualTo(405);
    assertThat(rig.get("/api/inject/v1").headers().firstValue("Allow")).contains("POST");
    assertThat(
            rig.send(
                    "/api", HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString("x")))
                .statusCode())
        .isEqualTo(405);
    var plain =
        rig.send(
            "/api/inject/v1?x=y",
            HttpRequest.newBuilder()
                .setHeader("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(GOOD)));
    assertThat(plain.statusCode()).isIn(200, 415);
  }

  @Test
  void shouldSayNotNowWithoutRoomOrLog() throws Exception {
    // Given
    rig.storage.set(false);

    // When
    var full = rig.post(GOOD);

    // Then
    assertThat(full.statusCode()).isEqualTo(503);
    assertThat(full.headers().firstValue("Retry-After")).isPresent();
    rig.storage.set(true);
    rig.log.fail(true);
    assertThat(rig.post(GOOD).statusCode()).isEqualTo(503);
    rig.log.fail(false);
    assertThat(rig.post(GOOD).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldServeItsDescription() throws Exception {
    assertThat(ApiRig.json(rig.get("/api/openapi.json")).get("openapi").asText())
        .isEqualTo("3.1.0");
    assertThat(rig.get("/api").body()).contains("/api/inject/v1").doesNotContain("<script");
  }
}

package milena.registry.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import milena.registry.write.MemoryLog;
import milena.schemas.registry.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestApiTest {
  private static final String RECORD =
      "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[]}\"}";
  private static final String TEXT = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";
  private static final String NEEDY =
      "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"f\\\",\\\"type\\\":\\\"int\\\"}]}\"}";

  private final MemoryLog log = new MemoryLog();
  private final HttpRegistry registry = HttpRegistry.writing(log);

  @AfterEach
  void close() {
    registry.close();
  }

  private static void refused(HttpResponse<String> answer, int code) {
    assertThat(answer.body()).startsWith("{\"error_code\":" + code + ",\"message\":\"");
    assertThat(answer.statusCode()).isEqualTo(code >= 1000 ? code / 100 : code);
  }

  @Test
  void shouldTellASubjectFromEverySide() {
    // Given
    var id =
        registry
            .post("/subjects/a%2Fb/versions?normalize=true", RECORD)
            .body()
            .replaceAll("\\D", "");

    // Then
    assertThat(registry.get("/").body()).isEqualTo("{}");
    assertThat(registry.get("/subjects").body()).isEqualTo("[\"a/b\"]");
    assertThat(registry.get("/subjects?subjectPrefix=x").body()).isEqualTo("[]");
    assertThat(registry.get("/subjects/a%2Fb/versions").body()).isEqualTo("[1]");
    var whole =
        "{\"subject\":\"a/b\",\"version\":1,\"id\":"
            + id
            + ",\"schema\":\""
            + TEXT.replace("\"", "\\\"")
            + "\"}";
    assertThat(registry.get("/subjects/a%2Fb/versions/1").body()).isEqualTo(whole);
    assertThat(registry.get("/subjects/a%2Fb/versions/latest").body()).isEqualTo(whole);
    assertThat(registry.get("/subjects/a%2Fb/versions/1/schema").body()).isEqualTo(TEXT);
    assertThat(registry.post("/subjects/a%2Fb", RECORD).body()).isEqualTo(whole);
    assertThat(registry.get("/schemas/ids/" + id).body())
        .isEqualTo("{\"schema\":\"" + TEXT.replace("\"", "\\\"") + "\"}");
    assertThat(registry.get("/schemas/ids/" + id + "/schema").body()).isEqualTo(TEXT);
    assertThat(registry.get("/schemas/ids/" + id + "/subjects").body()).isEqualTo("[\"a/b\"]");
    assertThat(registry.get("/schemas/ids/" + id + "/versions").body())
        .isEqualTo("[{\"subject\":\"a/b\",\"version\":1}]");
    assertThat(registry.get("/schemas/types").body()).isEqualTo("[\"AVRO\"]");
    assertThat(registry.get("/mode").body()).isEqualTo("{\"mode\":\"READWRITE\"}");
  }

  @Test
  void shouldAnswerInTheApisContentType() {
    for (var answer : java.util.List.of(registry.get("/subjects"), registry.get("/none"))) {
      assertThat(answer.headers().firstValue("content-type"))
          .contains("application/vnd.schemaregistry.v1+json");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/subjects/none/versions, 40401",
    "/subjects/none/versions/1, 40401",
    "/subjects/s/versions/2, 40402",
    "/subjects/s/versions/2/schema, 40402",
    "/subjects/s/versions/0, 42202",
    "/subjects/s/versions/newest, 42202",
    "/subjects/s/versions/99999999999, 42202",
    "/schemas/ids/1, 40403",
    "/schemas/ids/-1, 40403",
    "/schemas/ids/x/versions, 40403",
    "/config/s, 40408",
    "/nothing/here, 404",
    "/compatibility/subjects/s/versions/1, 405",
    "/subjects/%25zz/versions, 40401",
  })
  void shouldSayWhatIsMissing(String path, int code) {
    // Given
    registry.post("/subjects/s/versions", RECORD);

    // Then
    refused(registry.get(path), code);
  }

  @Test
  void shouldSayWhatIsMissingToWhoLooksASchemaUp() {
    refused(registry.post("/subjects/s", RECORD), 40401);
    registry.post("/subjects/s/versions", RECORD);
    refused(registry.post("/subjects/s", "{\"schema\":\"\\\"int\\\"\"}"), 40403);
    refused(registry.post("/compatibility/subjects/s/versions/2", RECORD), 40402);
    refused(registry.post("/compatibility/subjects/none/versions/1", RECORD), 40401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json",
        "''",
        "{}",
        "{\"schema\":\"\"}",
        "{\"schema\":7}",
        "{\"schema\":\"{\"}",
        "{\"schema\":\"{\\\"type\\\":\\\"nope\\\"}\"}",
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"1\\\",\\\"fields\\\":[]}\"}",
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"f\\\",\\\"type\\\":\\\"int\\\",\\\"default\\\":\\\"x\\\"}]}\"}",
        "{\"schema\":\"\\\"int\\\"\",\"schemaType\":\"JSON\"}",
        "{\"schema\":\"\\\"int\\\"\",\"ruleSet\":{}}",
        "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"a.B\",\"subject\":\"none\",\"version\":1}]}",
      })
  void shouldRefuseWhatIsNoSchema(String body) {
    refused(registry.post("/subjects/s/versions", body), 42201);
    assertThat(registry.get("/subjects").body()).isEqualTo("[]");
  }

  @Test
  void shouldRefuseNestingThatWouldCostTheStack() {
    // Given
    var deep = new StringBuilder("\\\"int\\\"");
    for (int i = 0; i < 5_000; i++) {
      deep.insert(0, "{\\\"type\\\":\\\"array\\\",\\\"items\\\":").append("}");
    }

    // Then
    refused(registry.post("/subjects/s/versions", "{\"schema\":\"" + deep + "\"}"), 42201);
    refused(registry.post("/subjects/s/versions", "[".repeat(100_000)), 42201);
  }

  @Test
  void shouldRefuseMoreTypesThanAreReadInTime() {
    // Given
    var types = new StringBuilder("[\\\"int\\\"");
    for (int i = 0; i < 501; i++) {
      types.append(",{\\\"type\\\":\\\"fixed\\\",\\\"size\\\":1,\\\"name\\\":\\\"F");
      types.append(i).append("\\\"}");
    }

    // Then
    refused(registry.post("/subjects/s/versions", "{\"schema\":\"" + types + "]\"}"), 42201);
    assertThat(registry.get("/subjects").body()).isEqualTo("[]");
  }

  @Test
  void shouldRefuseALargeBodyAndGoOn() {
    refused(
        registry.post("/subjects/s/versions", " ".repeat(RegistryServer.LARGEST_BODY + 1)), 413);
    assertThat(registry.get("/subjects").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldKeepToTheLevelInForce() {
    // Given
    registry.post("/subjects/s/versions", RECORD);

    // When
    var backward = registry.post("/subjects/s/versions", NEEDY);
    var level = registry.put("/config/s", "{\"compatibility\":\"FORWARD\"}");
    var forward = registry.post("/subjects/s/versions", NEEDY);

    // Then
    refused(backward, 409);
    assertThat(level.body()).isEqualTo("{\"compatibility\":\"FORWARD\"}");
    assertThat(forward.statusCode()).isEqualTo(200);
    assertThat(registry.get("/subjects/s/versions").body()).isEqualTo("[1,2]");
  }

  @Test
  void shouldSayWhetherASchemaMayFollow() {
    // Given
    registry.post("/subjects/s/versions", RECORD);

    // Then
    assertThat(registry.post("/compatibility/subjects/s/versions/latest", RECORD).body())
        .isEqualTo("{\"is_compatible\":true}");
    assertThat(registry.post("/compatibility/subjects/s/versions/1?verbose=true", NEEDY).body())
        .startsWith(
            "{\"is_compatible\":false,\"messages\":[\"the new schema cannot read the old one:"
                + " READER_FIELD_MISSING");
    assertThat(registry.post("/compatibility/subjects/none/versions/latest", NEEDY).body())
        .isEqualTo("{\"is_compatible\":true}");
    assertThat(registry.post("/compatibility/subjects/s/versions", NEEDY).body())
        .isEqualTo("{\"is_compatible\":false}");
  }

  @Test
  void shouldStartWithTheStrictestLevelForOurOwnTopics() {
    assertThat(registry.get("/config").body()).isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
    assertThat(registry.get("/config/mail.events-value?defaultToGlobal=true").body())
        .isEqualTo("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
    registry.put("/config", "{\"compatibility\":\"none\"}");
    assertThat(registry.get("/config/other?defaultToGlobal=true").body())
        .isEqualTo("{\"compatibilityLevel\":\"NONE\"}");
    assertThat(registry.get("/config/mail.events-value?defaultToGlobal=true").body())
        .isEqualTo("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
    refused(registry.put("/config/s", "{\"compatibility\":\"SOMEWHAT\"}"), 42203);
    refused(registry.put("/config/s", "nothing"), 42203);
  }

  @Test
  void shouldGiveOneIdToOneSchemaAndOneVersionToARepetition() {
    // When
    var first = registry.post("/subjects/s/versions", RECORD).body();
    var again = registry.post("/subjects/s/versions", RECORD.replace("[]", " [ ]")).body();
    var elsewhere = registry.post("/subjects/t/versions", RECORD).body();

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(elsewhere).isEqualTo(first);
    assertThat(registry.get("/subjects/s/versions").body()).isEqualTo("[1]");
  }

  @Test
  void shouldAnswer500AndRecoverWhenTheLogDoesNotTakeAnEntry() {
    // Given
    log.next(MemoryLog.Fault.LOST);

    // When
    var failed = registry.post("/subjects/s/versions", RECORD);
    var repeated = registry.post("/subjects/s/versions", RECORD);

    // Then
    refused(failed, 50001);
    assertThat(repeated.statusCode()).isEqualTo(200);
  }

  @Test
  void shouldPassChangesOnToTheOneThatWrites() {
    try (var reader = HttpRegistry.reading(log)) {
      // When
      var passed = reader.post("/subjects/s/versions", RECORD);

      // Then
      assertThat(passed.body()).isEqualTo(registry.post("/subjects/s/versions", RECORD).body());
      assertThat(reader.get("/subjects/s/versions/1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldFindWhatAnotherProcessWroteJustNow() {
    try (var reader = HttpRegistry.reading(log)) {
      // When
      var id = registry.post("/subjects/s/versions", RECORD).body().replaceAll("\\D", "");

      // Then
      assertThat(reader.get("/schemas/ids/" + id).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldSayThatNobodyWrites() {
    var empty = new MemoryLog();
    try (var reader = HttpRegistry.reading(empty)) {
      refused(reader.post("/subjects/s/versions", RECORD), 50003);
    }
  }

  @Test
  void shouldNotPassARequestOnTwice() {
    try (var reader = HttpRegistry.reading(log)) {
      // When
      var answer =
          reader.send(
              HttpRequest.newBuilder(URI.create(reader.url() + "/subjects/s/versions"))
                  .header("X-Forward", "true")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(RECORD)));

      // Then
      refused(answer, 50003);
    }
  }

  @Test
  void shouldLetInWhoKnowsThePassword() {
    var credentials = new Credentials("reader", "s3cret:ü");
    try (var guarded = HttpRegistry.guarded(new MemoryLog(), credentials)) {
      // When
      var nobody = guarded.get("/subjects");
      var wrong = withPassword(guarded, new Credentials("reader", "s3cret"));
      var right = withPassword(guarded, credentials);

      // Then
      refused(nobody, 401);
      assertThat(nobody.headers().firstValue("www-authenticate")).isPresent();
      refused(wrong, 401);
      assertThat(right.statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> withPassword(HttpRegistry registry, Credentials as) {
    return registry.send(
        HttpRequest.newBuilder(URI.create(registry.url() + "/subjects"))
            .header("Authorization", as.header()));
  }
}

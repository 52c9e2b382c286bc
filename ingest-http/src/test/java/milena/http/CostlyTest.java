package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are small for what they would cost in time or memory. */
@Timeout(120)
class CostlyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LONG = "a".repeat(1_000_000);

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

  private static Map<String, Object> request(Object content) {
    var request = new HashMap<String, Object>();
    request.put("envelope_sender", "a@example.org");
    request.put("content", content);
    request.put("recipients", List.of(Map.of("email", "b@example.net")));
    return request;
  }

  private static Map<String, Object> content() {
    var content = new HashMap<String, Object>();
    content.put("text_body", "x");
    content.put("from", Map.of("email", "a@example.org"));
    return content;
  }

  private static Map<String, Object> names(int count) {
    var names = new HashMap<String, Object>();
    for (int i = 0; i < count; i++) {
      names.put("n" + i, 0);
    }
    return names;
  }

  static Stream<Arguments> templates() {
    return Stream.of(
        Arguments.of("Jinja", "{% if t contains needle %}y{% endif %}"),
        Arguments.of(
            "Jinja",
            "{% for x in list %}{{ t" + "|upper|lower".repeat(200) + "|length }}{% endfor %}"),
        Arguments.of("Jinja", "{% for x in list %}{{ t == u }}{{ t is empty }}{% endfor %}"),
        Arguments.of("Jinja", "{{ [" + "t,".repeat(2_000) + "t] }}"),
        Arguments.of("Jinja", "{{ [" + "t,".repeat(2_000) + "t] | e }}"),
        Arguments.of("Jinja", "{{ \"" + "#{t}".repeat(2_000) + "\" | length }}"),
        Arguments.of("Jinja", "{{ [" + "t,".repeat(20_000) + "t] contains u }}"),
        Arguments.of("Jinja", "{{ " + "(".repeat(100_000) + "t }}"),
        Arguments.of("Handlebars", "{{#if t}}{{#each list}}{{t}}{{/each}}{{/if}}"),
        Arguments.of(
            "Handlebars", "{{#if t}}{{#each list}}" + "x".repeat(100_000) + "{{/each}}{{/if}}"),
        Arguments.of(
            "Handlebars",
            "{{#each map}}{{#each ../map}}{{#each ../../map}}{{/each}}{{/each}}{{/each}}"),
        Arguments.of("Handlebars", "{{lookup" + " t".repeat(100_000) + "}}"),
        Arguments.of("Handlebars", "{{t" + ".t".repeat(400) + "}}"),
        Arguments.of("Handlebars", "{{=<% %>=}}" + "<%t%>".repeat(100_000)));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void shouldEndInTimeAndRoom(String dialect, String template) throws Exception {
    // Given
    var content = content();
    content.put("text_body", template);
    var request = request(content);
    request.put("template_dialect", dialect);
    request.put("substitutions", Map.of("t", LONG));
    request.put(
        "recipients",
        List.of(
            Map.of(
                "email",
                "b@example.net",
                "substitutions",
                Map.of(
                    "needle",
                    "a".repeat(200_000) + "b" + "a".repeat(200_000),
                    "u",
                    "a".repeat(500_000),
                    "list",
                    Stream.iterate(0, i -> i + 1).limit(1_000).toList(),
                    "map",
                    names(1_000)))));

    // When
    long begun = System.nanoTime();
    var response = rig.post(JSON.writeValueAsString(request));

    // Then
    assertThat(response.body()).contains("emplate");
    assertThat(rig.log.submittals).isEmpty();
    assertThat(System.nanoTime() - begun).isLessThan(15_000_000_000L);
  }

  @Test
  void shouldLookForFewDelimiters() throws Exception {
    // Given
    var whole = new StringBuilder("From: a@example.org\n\n{{ x }}\n");
    for (int i = 0; i < 60; i++) {
      whole.append("boundary=").append("a".repeat(90)).append(i).append('\n');
    }
    var request = request(whole.toString());
    request.put("substitutions", Map.of("x", LONG));

    // When
    var few = rig.post(JSON.writeValueAsString(request));
    for (int i = 0; i < 60; i++) {
      whole.append("boundary=b").append(i).append('\n');
    }
    request.put("content", whole.toString());
    var many = rig.post(JSON.writeValueAsString(request));

    // Then
    assertThat(few.body()).contains("steps");
    assertThat(many.body()).contains("more than 64 boundaries");
  }

  @Test
  void shouldMakeNoLongMessageOfAShortRequest() throws Exception {
    // Given
    var content = content();
    content.put("text_body", "{% for a in list %}{{ x }}{% endfor %}");
    var request = request(content);
    request.put(
        "substitutions",
        Map.of("x", "x".repeat(1_000), "list", Stream.iterate(0, i -> i + 1).limit(600).toList()));

    // When
    var tooLong = rig.post(JSON.writeValueAsString(request)).body();
    content.put("headers", Map.of("X-A", "y".repeat(100_000)));
    var withMore = rig.post(JSON.writeValueAsString(request)).body();

    // Then
    assertThat(tooLong).contains("a template makes more than");
    assertThat(JSON.readTree(withMore).path("success_count").asInt()).isOne();
  }

  static Stream<Arguments> large() {
    var headers = new HashMap<String, Object>();
    for (int i = 0; i < 15; i++) {
      headers.put("X-" + i, "x".repeat(20_000));
    }
    return Stream.of(
        Arguments.of("headers", headers, "/content/headers"),
        Arguments.of("subject", "x".repeat(300_000), "/content/subject"),
        Arguments.of(
            "from",
            Map.of("email", "a@example.org", "name", "x".repeat(1_001)),
            "/content/from/name"),
        Arguments.of(
            "attachments",
            List.of(Map.of("data", "", "content_type", "a/b", "file_name", "x".repeat(201))),
            "/content/attachments/0/file_name"),
        Arguments.of(
            "attachments",
            List.of(Map.of("data", "", "content_type", "a/" + "b".repeat(200))),
            "/content/attachments/0/content_type"));
  }

  @ParameterizedTest
  @MethodSource("large")
  void shouldBoundEachPartOfTheHeader(String field, Object value, String pointer) throws Exception {
    // Given
    var content = content();
    content.put(field, value);

    // When
    var response = rig.post(JSON.writeValueAsString(request(content)));

    // Then
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("#" + pointer);
  }

  @Test
  void shouldBoundTheHeaderOverItsParts() throws Exception {
    // Given
    var content = content();
    content.put("subject", "x".repeat(200_000));
    content.put("headers", Map.of("X-A", "x".repeat(100_000)));

    // Then
    assertThat(rig.post(JSON.writeValueAsString(request(content))).statusCode()).isEqualTo(413);
    var whole = "From: a@example.org\n" + "X-A: x\n".repeat(50_000) + "\nx";
    assertThat(rig.post(JSON.writeValueAsString(request(whole))).statusCode()).isEqualTo(413);
  }

  @Test
  void shouldBoundTheHeaderThatTemplatesMake() throws Exception {
    // Given
    var content = content();
    content.put("headers", Map.of("To", "{{ x }}{{ x }}", "X-A", "y"));
    var request = request(content);
    request.put("substitutions", Map.of("x", "é ".repeat(90_000)));
    var whole = request("From: a@example.org\nSubject: {{ x }}{{ x }}\n\nx");
    whole.put("substitutions", Map.of("x", "é ".repeat(90_000)));

    // Then
    for (var one : List.of(request, whole)) {
      assertThat(rig.post(JSON.writeValueAsString(one)).body())
          .contains("header would be too long");
    }
    assertThat(rig.log.submittals).isEmpty();
  }

  @Test
  void shouldBoundWhatIsKeptBesideTexts() throws Exception {
    var trace = request(content());
    trace.put("trace_headers", names(2_000));
    var lists = new ArrayList<Object>();
    for (int i = 0; i < 40_000; i++) {
      lists.add(List.of());
    }
    var substitutions = request(content());
    substitutions.put("substitutions", Map.of("x", lists));
    var address = request(content());
    address.put("recipients", List.of(Map.of("email", "x".repeat(321))));
    for (var one : List.of(trace, substitutions, address)) {
      assertThat(rig.post(JSON.writeValueAsString(one)).statusCode()).isEqualTo(413);
    }
  }
}

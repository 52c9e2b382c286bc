package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What templates can, and what neither they nor what they are filled with can. */
@Timeout(60)
class TemplateTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Object> DATA =
      Map.of(
          "name",
          "Ann <b>",
          "n",
          3,
          "zero",
          0,
          "none",
          List.of(),
          "list",
          List.of("a", "b", "c"),
          "map",
          Map.of("k", "v", "inner", Map.of("deep", 1)),
          "evil",
          "x\r\nBcc: eve@evil.test\r\n\r\nbody");

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

  private String request(String dialect, Map<String, Object> content) throws Exception {
    return JSON.writeValueAsString(
        Map.of(
            "envelope_sender",
            "a@example.org",
            "template_dialect",
            dialect,
            "content",
            content,
            "recipients",
            List.of(Map.of("email", "b@example.net", "substitutions", DATA))));
  }

  private static Map<String, Object> parts(String field, Object value) {
    var content = new java.util.HashMap<String, Object>();
    content.put("text_body", "x");
    content.put("from", Map.of("email", "a@example.org"));
    content.put(field, value);
    return content;
  }

  private String body(String dialect, String field, String template) throws Exception {
    rig.log.submittals.clear();
    var response = rig.post(request(dialect, parts(field, template)));
    assertThat(ApiRig.json(response).path("success_count").asInt()).as(response.body()).isOne();
    var message = rig.messages().getFirst();
    return message.substring(message.indexOf("\r\n\r\n") + 4).strip();
  }

  static Stream<Arguments> jinja() {
    return Stream.of(
        Arguments.of(
            "{{ name }}|{{ missing }}|{{ map.k }}|{{ map['inner'].deep }}", "Ann <b>||v|1"),
        Arguments.of("{{ list[1] }}{{ list[7] }}", "b"),
        Arguments.of("{% if n > 2 and name %}y{% else %}n{% endif %}", "y"),
        Arguments.of("{% if zero %}a{% elif none %}b{% elif n == 3 %}c{% else %}d{% endif %}", "c"),
        Arguments.of(
            "{% for x in list %}{{ loop.index }}{{ x }}{% if not loop.last %},{% endif %}{% endfor"
                + " %}",
            "1a,2b,3c"),
        Arguments.of("{% for x in none %}x{% else %}empty{% endfor %}", "empty"),
        Arguments.of(
            "{{ name | upper }}{{ missing | default('d') }}{{ list | length }}", "ANN <B>d3"),
        Arguments.of("{{ name | e }}", "Ann &lt;b&gt;"),
        Arguments.of("a{# no #}b {%- if n -%} c {%- endif %}", "abc"),
        Arguments.of("{{ n is none }}{{ missing is none }}", "falsetrue"),
        Arguments.of(
            "{{ n is defined }}{{ missing is defined }}{{ none is empty }}", "truefalsetrue"),
        Arguments.of("{{ list contains 'a' ? 'y' : 'n' }}{{ n >= 3 or false }}", "ytrue"),
        Arguments.of("{% for k in map.inner %}{{ k }}{% endfor %}", "deep"),
        Arguments.of(
            "{{ name | first }}{{ list | last }}{{ 'a b' | urlencode }}{{ '-' | trim }}",
            "Aca+b-"));
  }

  @ParameterizedTest
  @MethodSource("jinja")
  void shouldFillJinja(String template, String filled) throws Exception {
    assertThat(body("Jinja", "text_body", template)).isEqualTo(filled);
  }

  @Test
  void shouldFillHandlebars() throws Exception {
    assertThat(body("Handlebars", "text_body", "{{name}}|{{missing}}|{{map.inner.deep}}"))
        .isEqualTo("Ann <b>||1");
    assertThat(
            body(
                "Handlebars",
                "text_body",
                "{{#if n}}y{{else}}n{{/if}}{{#unless zero}}u{{/unless}}"))
        .isEqualTo("yu");
    assertThat(
            body(
                "Handlebars",
                "text_body",
                "{{#each list}}{{@index}}{{this}}{{/each}}{{#with map}}{{k}}{{/with}}"))
        .isEqualTo("0a1b2cv");
    assertThat(body("Static", "text_body", "{{ name }}")).isEqualTo("{{ name }}");
  }

  @Test
  void shouldEscapeInHtmlOnly() throws Exception {
    for (var dialect : List.of("Jinja", "Handlebars")) {
      assertThat(body(dialect, "html_body", "<i>{{ name }}</i>")).contains("<i>Ann &lt;b&gt;</i>");
    }
    assertThat(body("Jinja", "html_body", "{{ name | safe }}")).contains("Ann <b>");
    assertThat(body("Handlebars", "html_body", "{{{ name }}}")).contains("Ann <b>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ name.class }}{{ name.getClass() }}",
        "{{ list.class.name }}{{ map.class }}{{ map.size }}{{ list.iterator }}",
        "{{ name.class.forName('java.lang.Runtime') }}",
        "{{ beans }}{{ template }}{{ _context }}{{ locale }}",
        "{{ list.0.class }}"
      })
  void shouldReachNoClass(String template) throws Exception {
    for (var dialect : List.of("Jinja", "Handlebars")) {
      rig.log.submittals.clear();
      var response = rig.post(request(dialect, parts("text_body", "<" + template + ">")));
      assertThat(response.statusCode()).isIn(200, 422);
      assertThat(rig.messages())
          .allSatisfy(
              it ->
                  assertThat(it.substring(it.indexOf("\r\n\r\n"))).doesNotContain("java", "lang"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in x %}{% for b in x %}{% for c in x %}{% for d in x %}{% endfor %}{% endfor %}{%"
            + " endfor %}{% endfor %}",
        "{% for a in x %}{% for b in x %}{% for c in x %}long long long{% endfor %}{% endfor %}{%"
            + " endfor %}",
        "{% for a in x %}{% for b in x %}{% for c in x %}{% for d in [1,2,3] %}{% endfor %}{%"
            + " endfor %}{% endfor %}{% endfor %}",
        "{{#each x}}{{#each ../x}}{{#each ../../x}}{{#each"
            + " ../../../x}}{{/each}}{{/each}}{{/each}}{{/each}}",
        "{{#each x}}{{#each ../x}}{{#each ../../x}}long long long{{/each}}{{/each}}{{/each}}",
        "{% for i in range(0, 100000000) %}x{% endfor %}",
        "{{ 'a' | replace({'a': 'aa'}) }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' matches '(a+)+' }}",
        "{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}",
        "{{> /etc/passwd}}",
        "{{ include('/etc/passwd') }}"
      })
  void shouldEndInTimeAndRoom(String template) throws Exception {
    // Given
    var numbers = Stream.iterate(0, i -> i + 1).limit(1_000).toList();
    var content = parts("text_body", template);
    boolean handlebars = template.contains("#each") || template.contains(">");
    var dialect = handlebars ? "Handlebars" : "Jinja";
    var body =
        JSON.writeValueAsString(
            Map.of(
                "envelope_sender",
                "",
                "template_dialect",
                dialect,
                "content",
                content,
                "substitutions",
                Map.of("x", numbers),
                "recipients",
                List.of(Map.of("email", "b@example.net"))));

    // When
    long begun = System.nanoTime();
    var response = rig.post(body);

    // Then
    assertThat(System.nanoTime() - begun).isLessThan(15_000_000_000L);
    assertThat(response.statusCode()).isIn(200, 422);
    assertThat(response.body()).contains("Template");
    assertThat(rig.log.submittals).isEmpty();
  }

  @Test
  void shouldAddNoFieldByASubstitution() throws Exception {
    // Given
    var whole = "From: a@example.org\nSubject: {{ evil }}\nTo: b@example.net\n\n{{ evil }}\n";

    for (var dialect : List.of("Jinja", "Handlebars")) {
      // When
      rig.log.submittals.clear();
      rig.post(
          JSON.writeValueAsString(
              Map.of(
                  "envelope_sender",
                  "",
                  "template_dialect",
                  dialect,
                  "content",
                  whole,
                  "recipients",
                  List.of(Map.of("email", "b@example.net", "substitutions", DATA)))));
      rig.post(request(dialect, parts("subject", "{{ evil }}")));
      rig.post(request(dialect, parts("headers", Map.of("X-A", "{{ evil }}"))));

      // Then
      assertThat(rig.messages()).hasSize(3);
      assertThat(rig.messages())
          .allSatisfy(
              message -> {
                var header = message.substring(0, message.indexOf("\r\n\r\n"));
                assertThat(header.lines()).noneMatch(line -> line.startsWith("Bcc"));
                assertThat(header.replaceAll("\\s+", " ")).contains(": x Bcc: eve@evil.test body");
              });
    }
  }

  @Test
  void shouldBeginNoPartByASubstitution() throws Exception {
    // Given
    var whole =
        """
        From: a@example.org
        Content-Type: multipart/mixed; boundary="cut"

        --cut

        {{ v }}
        --cut--
        """;

    // When
    var response =
        rig.post(
            JSON.writeValueAsString(
                Map.of(
                    "envelope_sender",
                    "",
                    "content",
                    whole,
                    "recipients",
                    List.of(
                        Map.of(
                            "email",
                            "b@example.net",
                            "substitutions",
                            Map.of("v", "x\n--cut\nContent-Type: text/html\n\ny")),
                        Map.of("email", "c@example.net", "substitutions", Map.of("v", "fine"))))));

    // Then
    assertThat(ApiRig.json(response).get("success_count").asInt()).isOne();
    assertThat(response.body()).contains("b@example.net: A substitution has a delimiter");
  }
}

package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever comes is answered, and nothing of it is our failure. */
class GarbageTest {

  private static final String MAIL =
      """
      {"envelope_sender": "a@example.org", "template_dialect": "Jinja", "priority": 1,
       "substitutions": {"x": [1, {"y": "z"}]}, "metadata": {"k": "v"},
       "recipients": [{"email": "b@example.net", "name": "B", "substitutions": {"n": 1.5}}],
       "content": {"text_body": "{{ x }}{% for a in x %}{{ a }}{% endfor %}", "html_body": "<p>",
         "attachments": [{"data": "QUJD", "base64": true, "content_type": "a/b", "file_name": "f"}],
         "headers": {"X-Y": "{{ n }}"}, "from": {"email": "a@example.org", "name": "A"},
         "subject": "s", "reply_to": {"email": "c@example.org"}}}
      """;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "null",
          "true",
          "0",
          "-1e999",
          "\\",
          "\\ud800",
          "{{",
          "}}",
          "{%",
          "%}",
          "{#",
          "#}",
          "{{#each x}}",
          "\u0000",
          "\r\n",
          "é",
          "😀",
          "@",
          "<",
          ">",
          "\"content\":",
          "\"recipients\":",
          "(",
          ")",
          "|",
          "~",
          ".",
          "'",
          "--");

  @SuppressWarnings("NullAway.Init")
  private static ApiRig rig;

  @BeforeContainer
  static void start() throws Exception {
    rig = new ApiRig(Files.createTempDirectory("garbage"));
  }

  @AfterContainer
  static void stop() throws Exception {
    rig.close();
  }

  @Property(tries = 1_000)
  void shouldAnswerBodiesThatAreAlmostRight(@ForAll long seed) throws Exception {
    // Given
    var random = new Random(seed);
    var body = new StringBuilder(MAIL);
    if (random.nextInt(4) == 0) {
      body.replace(0, body.length(), MAIL.replace("Jinja", "Handlebars"));
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(body.length());
      int end = Math.min(body.length(), at + random.nextInt(8));
      body.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
    }

    // When
    var response = rig.post(body.toString());

    // Then
    assertThat(response.statusCode()).as(body.toString()).isIn(200, 400, 413, 422);
    assertThat(rig.errorsLogged()).isEmpty();
  }

  @Property(tries = 300)
  void shouldAnswerBytesOfAnyKind(@ForAll byte[] bytes) throws Exception {
    try (var socket = rig.socket()) {
      var head =
          "POST /api/inject/v1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type:"
              + " application/json\r\nContent-Length: "
              + bytes.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(bytes);
      assertThat(socket.getInputStream().readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .startsWith("HTTP/1.1 4");
    }
    assertThat(rig.errorsLogged()).isEmpty();
  }

  @Property(tries = 200)
  void shouldBearBytesThatAreNoHttp(@ForAll byte[] bytes) throws Exception {
    try (var socket = rig.socket()) {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (java.io.IOException reset) {
      assertThat(reset).isInstanceOf(java.net.SocketException.class);
    }
    assertThat(rig.errorsLogged()).isEmpty();
  }
}

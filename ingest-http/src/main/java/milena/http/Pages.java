package milena.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import milena.http.answer.Reply;

/** What is shown to readers. */
final class Pages {

  private Pages() {}

  /** The description of the API for programs. */
  static Reply openApi() {
    return new Reply(200, "application/json", resource("openapi.json"), Map.of());
  }

  /** The same for people. */
  static Reply reading() {
    return new Reply(200, "text/html; charset=utf-8", resource("api.html"), Map.of())
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  }

  private static byte[] resource(String name) {
    try (var in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}

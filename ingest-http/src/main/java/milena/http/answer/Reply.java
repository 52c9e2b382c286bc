package milena.http.answer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One answer.
 *
 * @param status of HTTP
 * @param type of its body, for Content-Type
 * @param body what is said; not changed any more
 * @param headers beside those that every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reply(int status, String type, byte[] body, Map<String, String> headers) {

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(417, "Expectation Failed"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  /** Copies the headers. */
  public Reply {
    headers = Map.copyOf(headers);
  }

  /** A body of JSON. */
  public static Reply json(int status, String json) {
    return new Reply(status, "application/json", json.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** A problem about the whole request. */
  public static Reply problem(int status, String detail) {
    return problem(status, detail, "");
  }

  /**
   * A problem document.
   *
   * @param detail in words, for the one who wrote the request
   * @param pointer to the field that it is about (RFC 6901); empty for the whole request
   */
  public static Reply problem(int status, String detail, String pointer) {
    var text = new StringBuilder(200).append("{\"type\":\"about:blank\",\"title\":");
    Json.append(text, TITLES.getOrDefault(status, "Error"));
    text.append(",\"status\":").append(status).append(",\"detail\":");
    Json.append(text, detail);
    if (!pointer.isEmpty()) {
      text.append(",\"errors\":[{\"detail\":");
      Json.append(text, detail);
      text.append(",\"pointer\":");
      Json.append(text, "#" + pointer);
      text.append("}]");
    }
    text.append('}');
    return new Reply(
        status,
        "application/problem+json",
        text.toString().getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  /** The same with one more header. */
  public Reply with(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, type, body, more);
  }

  /** The same as a body of another type. */
  public Reply as(String other) {
    return new Reply(status, other, body, headers);
  }

  /** The same, and when it is worth asking again. */
  public Reply retryAfter(Duration wait) {
    return with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}

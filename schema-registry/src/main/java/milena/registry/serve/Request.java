package milena.registry.serve;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked.
 *
 * @param method the HTTP method
 * @param target path and query as they came
 * @param path the path's segments, decoded
 * @param query parameters, decoded; the first of each name
 * @param body empty when there is none
 * @param sender what is known of who sent it
 */
record Request(
    String method,
    String target,
    List<String> path,
    Map<String, String> query,
    String body,
    Sender sender) {

  /**
   * Who sent a request.
   *
   * @param authorization the header as it came, to be passed on
   * @param registry whether it is another registry that passes the request on
   */
  record Sender(@Nullable String authorization, boolean registry) {}

  /**
   * Takes a request's address apart.
   *
   * @throws IllegalArgumentException when its percent-encoding is broken
   */
  static Request of(String method, URI uri, String body, Sender sender) {
    var path = new ArrayList<String>();
    for (var segment : uri.getRawPath().split("/", -1)) {
      if (!segment.isEmpty()) {
        path.add(decoded(segment.replace("+", "%2B")));
      }
    }
    var query = new HashMap<String, String>();
    var raw = uri.getRawQuery();
    for (var pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      query.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    var target = uri.getRawPath() + (raw == null ? "" : "?" + raw);
    return new Request(method, target, path, query, body, sender);
  }

  /** Whether a parameter is there and says yes. */
  boolean asks(String parameter) {
    return "true".equalsIgnoreCase(query.get(parameter));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

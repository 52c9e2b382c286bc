package milena.standalone.command;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The HTTP door of a process, as an operator names it: {@code https://mail1.example:8080}. */
final class DoorUrl {
  private static final int MOST_PORT = 65_535;
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private DoorUrl() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static URI parse(String text) {
    try {
      var url = new URI(text);
      if (isWeb(url.getScheme()) && url.getHost() != null && isPort(url.getPort()) && isBare(url)) {
        return url;
      }
    } catch (URISyntaxException noUrl) {
      // As wrong as one of another form.
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not of the form https://HOST:PORT or http://HOST:PORT");
  }

  /** Whether nobody on the way can read what is said there: it is encrypted, or has no way. */
  static boolean isPrivate(URI url) {
    return "https".equalsIgnoreCase(url.getScheme()) || isOnThisMachine(url.getHost());
  }

  /** By its form alone: what a name server says may be wrong. */
  private static boolean isOnThisMachine(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  private static boolean isWeb(@Nullable String scheme) {
    return scheme != null && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT));
  }

  private static boolean isPort(int port) {
    return port == -1 || (port > 0 && port <= MOST_PORT);
  }

  /** Whether nothing stands beside scheme, host and port: it would be dropped without a word. */
  private static boolean isBare(URI url) {
    boolean root = url.getPath().isEmpty() || url.getPath().equals("/");
    return root && url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
  }
}

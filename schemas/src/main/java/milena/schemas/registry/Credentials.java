package milena.schemas.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A name and a password for HTTP Basic authentication (RFC 7617).
 *
 * @param user without a colon
 * @param password any text; never printed
 */
public record Credentials(String user, String password) {

  /** Refuses a name that the header could not carry. */
  public Credentials {
    if (user.isEmpty() || user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a registry user needs a name without a colon");
    }
  }

  /** The value of an Authorization header. */
  public String header() {
    var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return "Credentials[user=" + user + "]";
  }
}

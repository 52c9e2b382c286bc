package milena.bench.load;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each connection does before it sends.
 *
 * @param tls when it is secured, whatever the server's certificate
 * @param login who logs in, by AUTH PLAIN; null for nobody
 */
public record LoadEntry(Security tls, @Nullable LoadLogin login) {

  /** When a connection gets TLS. */
  public enum Security {
    /** Never: everything is in the clear. */
    NONE,
    /** At STARTTLS (RFC 3207); a server that does not offer it is not sent to. */
    STARTTLS,
    /** From its first octet (RFC 8314, section 3.3). */
    IMPLICIT
  }

  /** Checks that no password would go in the clear. */
  public LoadEntry {
    if (login != null && tls == Security.NONE) {
      throw new IllegalArgumentException("a login needs TLS: passwords do not go in the clear");
    }
  }

  /** Returns the way in of those who need neither TLS nor a login. */
  public static LoadEntry open() {
    return new LoadEntry(Security.NONE, null);
  }

  /** Returns the command that logs in, if anybody does. */
  Optional<String> command() {
    return Optional.ofNullable(login).map(LoadLogin::command);
  }
}

package milena.ingest.log;

import java.util.Map;

/**
 * What a sender asks for beside delivery. Whether it may is for the door to say.
 *
 * @param campaign the tenant's own label; empty for none
 * @param pool of sources that it should leave from; empty for the policy's choice
 * @param priority from -9 to 9; 0 is normal, and higher goes first within a tenant (RFC 6710)
 * @param notBefore earliest first attempt, milliseconds since 1970; 0 for at once (RFC 4865)
 * @param expiresAt after this it is given up, milliseconds since 1970; 0 for the default
 * @param requireTls it leaves only over TLS with a server that promises the same (RFC 8689)
 * @param repeatable its id can be derived again, so that a repeat of it is to be dropped
 * @param meta what the sender attached for its own use
 */
public record Wishes(
    String campaign,
    String pool,
    int priority,
    long notBefore,
    long expiresAt,
    boolean requireTls,
    boolean repeatable,
    Map<String, String> meta) {

  /** Nothing beside delivery. */
  public static final Wishes NONE = new Wishes("", "", 0, 0, 0, false, false, Map.of());

  /** The lowest and, with the other sign, the highest priority. */
  public static final int LOWEST_PRIORITY = -9;

  /** Checks the ranges, and copies. */
  public Wishes {
    if (priority < LOWEST_PRIORITY || priority > -LOWEST_PRIORITY) {
      throw new IllegalArgumentException("priority " + priority + " is not in -9 to 9");
    }
    if (notBefore < 0 || expiresAt < 0) {
      throw new IllegalArgumentException("a time before 1970");
    }
    meta = Map.copyOf(meta);
  }
}

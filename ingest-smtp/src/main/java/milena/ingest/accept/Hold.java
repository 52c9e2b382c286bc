package milena.ingest.accept;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For how long a client wants its message held back (RFC 4865).
 *
 * @param seconds from its acceptance on; 0 for not at all
 * @param until the moment instead; null for none
 */
public record Hold(long seconds, @Nullable Instant until) {

  /** Not at all. */
  public static final Hold NONE = new Hold(0, null);

  /** The earliest first attempt of what is accepted at a moment, ms since 1970; 0 for at once. */
  long notBefore(Instant accepted) {
    if (until != null) {
      return until.toEpochMilli();
    }
    return seconds == 0 ? 0 : accepted.plusSeconds(seconds).toEpochMilli();
  }
}

package milena.mail.route.dns;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long answers are believed: as long as their zone says, within bounds that keep a careless or
 * hostile zone from being asked for every message, or from being believed for ever.
 */
public final class Lifetimes {

  /** No answer is forgotten sooner. */
  public static final Duration LEAST = Duration.ofSeconds(60);

  /** No positive answer is believed longer. */
  public static final Duration MOST = Duration.ofHours(24);

  /** No answer that makes mail bounce is believed longer. */
  public static final Duration MOST_NEGATIVE = Duration.ofHours(1);

  /** The first pause after a failure; each further failure in a row doubles it. */
  public static final Duration LEAST_FAILURE = Duration.ofSeconds(5);

  /** The longest pause after a failure. */
  public static final Duration MOST_FAILURE = Duration.ofSeconds(30);

  private Lifetimes() {}

  /** How long a positive answer with this time to live is kept: 60 seconds to 24 hours. */
  public static Duration positive(Duration ttl) {
    return clamp(ttl, LEAST, MOST);
  }

  /** How long a negative answer with this time to live is kept: 60 seconds to 1 hour. */
  public static Duration negative(Duration ttl) {
    return clamp(ttl, LEAST, MOST_NEGATIVE);
  }

  /** How long a failure is kept after one that was kept for {@code last}: 5 to 30 seconds. */
  public static Duration failure(@Nullable Duration last) {
    return last == null ? LEAST_FAILURE : clamp(last.multipliedBy(2), LEAST_FAILURE, MOST_FAILURE);
  }

  private static Duration clamp(Duration ttl, Duration least, Duration most) {
    var atLeast = ttl.compareTo(least) < 0 ? least : ttl;
    return atLeast.compareTo(most) > 0 ? most : atLeast;
  }
}

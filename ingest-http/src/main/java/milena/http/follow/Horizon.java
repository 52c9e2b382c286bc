package milena.http.follow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import milena.ingest.log.MessageIds;
import org.jspecify.annotations.Nullable;

/**
 * Up to where the first event of a message can be. It is not known how late the router was when it
 * took the message up, but the log shows it: a router that has taken up younger messages has taken
 * up this one too, except as far as its partitions are apart, or the message still came in while
 * its id was made. So half an hour after the first event of a younger one there is nothing more to
 * come, however long the router was away before.
 *
 * <p>One reading of one partition, in its order; in memory are two numbers.
 */
final class Horizon {

  /** How far the clocks of nodes and broker may be apart. */
  static final Duration SKEW = Duration.ofMinutes(5);

  /** What a client has for the bytes of a message, which got its id at their beginning. */
  static final Duration PATIENCE = Duration.ofMinutes(30);

  private final long younger;
  private long ends = Long.MAX_VALUE;

  private Horizon(long younger) {
    this.younger = younger;
  }

  /** That of a message which was made then, in ms since 1970. */
  static Horizon of(long madeAt) {
    return new Horizon(madeAt + SKEW.toMillis());
  }

  /** There is none: everything is read. */
  static Horizon none() {
    return new Horizon(Long.MAX_VALUE);
  }

  /**
   * Looks at the next event, which is not the message's.
   *
   * @param key the id of the message that it is of, if of any
   * @param timestamp when the log got it, in ms since 1970
   * @return whether no first event can come any more
   */
  boolean isPassedBy(byte @Nullable [] key, long timestamp) {
    if (ends == Long.MAX_VALUE && isYounger(key)) {
      ends = timestamp + PATIENCE.toMillis();
    }
    return timestamp >= ends;
  }

  private boolean isYounger(byte @Nullable [] key) {
    return key != null
        && MessageIds.madeAt(new String(key, StandardCharsets.ISO_8859_1)).orElse(0) > younger;
  }
}

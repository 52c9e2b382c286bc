package milena.router.trim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Decides up to when records may go. A body is needed by a submission that waits in the shaper, and
 * each partition says which is its oldest. It is needed as well by one that is on its way there,
 * and nobody counts those; so nothing goes while router or shaper are behind, nor for a while
 * afterwards: by then whatever was behind waits in the shaper, or has ended.
 */
final class TrimRules {

  /**
   * A submission passes four topics at most ({@code submissions}, {@code recipients}, {@code queue}
   * and once more {@code queue}), taken up within a look each, and is parked for half a minute.
   */
  static final int CALM_LOOKS = 10;

  /** Between the clocks of ingest and of the brokers, and from the first chunk to the last dot. */
  static final Duration SLACK = Duration.ofDays(1);

  private final Duration behind;
  private final Deque<Look> calm = new ArrayDeque<>();

  /**
   * Rules for a log.
   *
   * @param behind what was written longer ago and is unread is a lag
   */
  TrimRules(Duration behind) {
    this.behind = behind;
  }

  /**
   * Takes one more look into account.
   *
   * @return no submission needs what was written before then, in milliseconds since 1970; empty
   *     when that cannot be told
   */
  OptionalLong neededSince(Look look) {
    if (!isCalm(look)) {
      calm.clear();
      return OptionalLong.empty();
    }
    calm.addLast(look);
    if (calm.size() < CALM_LOOKS) {
      return OptionalLong.empty();
    }
    // What moves from one partition to another is in neither for a moment, but was in one before.
    long oldest =
        calm.stream()
            .flatMap(each -> each.needs().stream())
            .flatMapToLong(need -> need.since().stream())
            .min()
            .orElse(look.at());
    calm.removeFirst();
    return OptionalLong.of(Math.max(0, oldest - SLACK.toMillis()));
  }

  private boolean isCalm(Look look) {
    boolean known = look.needs().stream().noneMatch(Need.Unknown.class::isInstance);
    long unread = look.oldestUnread().orElse(Long.MAX_VALUE);
    return known && unread >= look.at() - behind.toMillis();
  }
}

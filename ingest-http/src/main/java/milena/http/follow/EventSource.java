package milena.http.follow;

import java.time.Duration;
import java.util.function.Predicate;
import milena.schemas.MailEvent;

/** The events of messages, in the order in which they came to be. */
public interface EventSource {

  /** Where a reading begins. */
  sealed interface From {}

  /** At the first event that the message can have. */
  record Start() implements From {}

  /** At a place that an earlier reading told. */
  record Place(long position) implements From {}

  /**
   * One of a message's events.
   *
   * @param position where it is; the next is at a higher one
   */
  record Placed(MailEvent event, long position) {}

  /** How a reading ended. */
  sealed interface End {}

  /**
   * Everything was read, or as much as was wanted.
   *
   * @param next where another would go on
   */
  record Read(long next) implements End {}

  /**
   * The time was over before.
   *
   * @param next where another would go on; negative when it is not even known where to begin
   */
  record OutOfTime(long next) implements End {}

  /** The log does not answer. */
  record Unavailable() implements End {}

  /**
   * Shows the events of a message that is the tenant's, in their order.
   *
   * @param wanted is shown one after another, and answers whether it wants more
   * @param time how long it may take
   */
  End read(Wanted wanted, From from, Duration time);

  /**
   * Which events are to be shown: all of the message, when that is sought or a submission of it.
   *
   * @param sought for what they are read; when there is no sign of it where it would begin, there
   *     are none
   * @param tenant whose it has to be
   * @param more is shown one after another, and answers whether it wants more
   */
  record Wanted(Sought sought, String tenant, Predicate<Placed> more) {}
}

package milena.bench.sink;

import java.time.Duration;
import java.util.List;

/** What follows the final dot. */
sealed interface FinalAnswer {
  /** A reply, after a delay that may be zero. */
  record Reply(SinkReply reply, Duration delay) implements FinalAnswer {}

  /** The connection is closed without one. */
  record Drop() implements FinalAnswer {}

  /**
   * Decides for all recipients together, since there is only one reply: the worst mood among them
   * wins, from dropping over refusing and deferring to accepting, and the longest delay.
   *
   * @param message what tells this message from others: its message id, or its sender without one
   * @param latency how long every reply waits
   */
  static FinalAnswer of(
      List<SinkRecipient> recipients, String message, Deferrals deferrals, Duration latency) {
    SinkReply refusal = null;
    SinkReply deferral = null;
    Duration delay = Duration.ZERO;
    for (SinkRecipient recipient : recipients) {
      switch (recipient.mood()) {
        case SinkMood.Drops _ -> {
          return new Drop();
        }
        case SinkMood.Refuses(var reply, _) -> refusal = reply;
        case SinkMood.DefersThenAccepts(int times, var reply) -> {
          if (deferrals.deferAgain(DeliverySet.key(message, recipient.address()), times)) {
            deferral = reply;
          }
        }
        case SinkMood.Slow(var own) -> delay = own.compareTo(delay) > 0 ? own : delay;
        case SinkMood.Accepts _, SinkMood.RejectsSome _, SinkMood.Busy _ -> {}
      }
    }
    Duration wait = latency.plus(delay);
    if (refusal != null) {
      return new Reply(refusal, wait);
    }
    return new Reply(deferral != null ? deferral : SinkReply.ACCEPTED, wait);
  }
}

package milena.ingest.converse;

import java.time.Duration;
import milena.ingest.converse.ConversationKit.Patience;
import milena.ingest.converse.Session.BetweenChunks;
import milena.ingest.converse.Session.Closing;
import milena.ingest.converse.Session.Introducing;
import milena.ingest.converse.Session.Listening;
import milena.ingest.converse.Session.LoggingIn;
import milena.ingest.converse.Session.ReceivingChunk;
import milena.ingest.converse.Session.ReceivingData;
import milena.ingest.converse.Session.Securing;
import milena.ingest.converse.Session.SkippingChunk;
import milena.ingest.converse.Session.Submitting;
import milena.ingest.converse.Session.Verifying;
import org.jspecify.annotations.Nullable;

/** Who has been waited for too long. */
enum Overdue {
  /** Nobody. */
  NOBODY,
  /** Memory for the rest of a message: the message is given up. */
  ROOM,
  /** The client: it is sent away. */
  CLIENT,
  /** The client, for our last reply: it cannot be delivered either. */
  LAST_REPLY;

  /**
   * Decides.
   *
   * @param message the one that is coming in, if one is
   * @param progressAt when the client did something last, ns by the monotonic clock
   */
  static Overdue of(
      Session session,
      @Nullable IncomingMessage message,
      long progressAt,
      long now,
      Patience patience) {
    boolean idle = past(now, progressAt, patience.idle());
    return switch (session) {
      // What came of the message is held until it has ended, and a NOOP is no progress of it.
      case BetweenChunks _ ->
          idle || (message != null && past(now, message.beganAt(), patience.data()))
              ? CLIENT
              : NOBODY;
      case Listening _, LoggingIn _, SkippingChunk _ -> idle ? CLIENT : NOBODY;
      case ReceivingData _, ReceivingChunk _ -> {
        if (message != null && past(now, message.beganAt(), patience.data())) {
          yield CLIENT;
        }
        if (message != null && message.congested()) {
          yield message.isStuck(now, patience.room().toNanos()) ? ROOM : NOBODY;
        }
        yield idle ? CLIENT : NOBODY;
      }
      // The handshake has a time limit of its own, and so have the log and the check of a login.
      case Submitting _, Verifying _, Securing _, Introducing _ -> NOBODY;
      case Closing _ -> idle ? LAST_REPLY : NOBODY;
    };
  }

  private static boolean past(long now, long since, Duration atMost) {
    return now - since > atMost.toNanos();
  }
}

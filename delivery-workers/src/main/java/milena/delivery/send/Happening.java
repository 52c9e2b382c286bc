package milena.delivery.send;

import milena.delivery.outcome.Ending;
import milena.mail.reply.SmtpReply;

/** What may happen to a client session. */
sealed interface Happening {

  /** A reply came. */
  record Replied(SmtpReply reply) implements Happening {}

  /** The TLS handshake is done. */
  record Secured() implements Happening {}

  /** The TLS handshake failed. */
  record Insecure(String why) implements Happening {}

  /** A transaction is to begin; only when ready. */
  record Begun(Envelope envelope) implements Happening {}

  /** The final dot was handed to the kernel. */
  record DotSent() implements Happening {}

  /** The message will not be ended: permission ran out, or its bytes cannot be read. */
  record BodyStopped(Ending ending) implements Happening {}

  /** Nothing came within the time that the state allows. */
  record TimedOut() implements Happening {}

  /** The connection is gone. */
  record Lost(String why) implements Happening {}

  /** What came is no SMTP reply. */
  record Garbled(String what) implements Happening {}

  /** The session is no longer needed. */
  record Retired() implements Happening {}
}

package milena.delivery.send;

import milena.delivery.outcome.Ending;
import milena.mail.reply.SmtpReply;

/** What may happen to a client session. */
sealed interface Happening {

  /**
   * A reply came.
   *
   * @param more whether the server had said more by then
   */
  record Replied(SmtpReply reply, boolean more) implements Happening {}

  /** The TLS handshake is done. */
  record Secured() implements Happening {}

  /**
   * The TLS handshake failed.
   *
   * @param untrusted the server has not proven its name, where that is required
   */
  record Insecure(String why, boolean untrusted) implements Happening {}

  /** A transaction is to begin; only when ready. */
  record Begun(Envelope envelope) implements Happening {}

  /** All octets of a binary message were handed to the kernel; it can still be held back. */
  record ChunkSent() implements Happening {}

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

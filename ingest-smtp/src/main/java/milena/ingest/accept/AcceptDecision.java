package milena.ingest.accept;

import milena.mail.reply.SmtpReply;

/**
 * Whether something a client asks for is taken.
 *
 * @param <T> what is taken
 */
public sealed interface AcceptDecision<T> {

  /** It is. */
  record Accepted<T>(T value) implements AcceptDecision<T> {}

  /** It is not, and never will be: the reply has a code from 500. */
  record Refused<T>(SmtpReply reply) implements AcceptDecision<T> {}

  /** It is not now, and may be later: the reply has a code from 400 to 499. */
  record Deferred<T>(SmtpReply reply) implements AcceptDecision<T> {}
}

package milena.delivery.send;

import milena.delivery.outcome.Ending;

/** What a session has to do next. */
sealed interface Move {

  /** Send these lines, in one write. */
  record Say(String lines) implements Move {}

  /** Forget what came after the last reply, and begin the TLS handshake. */
  record Handshake() implements Move {}

  /** Send the message. */
  record SendBody() implements Move {}

  /** End the message whose octets were taken, if that is still permitted. */
  record EndBody() implements Move {}

  /**
   * Tell that one recipient has come to its own end.
   *
   * @param recipient its place in the envelope, from 0
   */
  record Refuse(int recipient, Ending ending) implements Move {}

  /**
   * Tell that one recipient was more than this transaction may have.
   *
   * @param recipient its place in the envelope, from 0
   */
  record Postpone(int recipient) implements Move {}

  /** Tell how the transaction ended for all recipients that were not told of before. */
  record End(Ending ending) implements Move {}

  /** Tell that a transaction may begin. */
  record OfferSelf(Capabilities offered) implements Move {}

  /** Tell that the session never became ready. */
  record GiveUp(OpeningTrouble trouble) implements Move {}

  /** Close the connection now. */
  record Close() implements Move {}
}

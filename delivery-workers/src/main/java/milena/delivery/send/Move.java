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

  /** Tell how the transaction ended. */
  record End(Ending ending) implements Move {}

  /** Tell that a transaction may begin. */
  record OfferSelf(Capabilities offered) implements Move {}

  /** Tell that the session never became ready. */
  record GiveUp(OpeningTrouble trouble) implements Move {}

  /** Close the connection now. */
  record Close() implements Move {}
}

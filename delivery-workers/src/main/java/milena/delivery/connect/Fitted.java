package milena.delivery.connect;

import milena.delivery.outcome.Ending;
import milena.delivery.send.Envelope;
import milena.delivery.send.MessageBytes;

/** A letter as a server with certain capabilities takes it. */
sealed interface Fitted {

  /** It can be sent like this; the envelope is for nobody yet. */
  record Ready(Envelope envelope, MessageBytes bytes) implements Fitted {}

  /** It cannot be sent to this server, or not now. */
  record Unfit(Ending ending) implements Fitted {}
}

package milena.delivery.send;

import milena.delivery.outcome.Ending;

/** Who a session works for; called on the channel's event loop. */
public interface SessionOwner {

  /** A transaction may begin. */
  void ready(Capabilities offered);

  /**
   * The transaction that was begun has ended. The next may begin at {@link #ready}, not before.
   *
   * @param bytes of the message that were handed to the network
   */
  void ended(Ending ending, long bytes);

  /** Whether a message is about to come, so that a session that is ready is kept. */
  boolean isBusy();

  /** The session never became ready; {@link #closed} follows. */
  void gaveUp(OpeningTrouble trouble);

  /** The channel is closed; nothing follows. */
  void closed();
}

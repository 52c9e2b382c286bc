package milena.delivery.send;

import milena.delivery.outcome.Ending;

/** Who a session works for; called on the channel's event loop. */
public interface SessionOwner {

  /** A transaction may begin. */
  void ready(Capabilities offered);

  /**
   * One recipient was refused, the others go on. When all have been, the transaction is over.
   *
   * @param recipient its place in the envelope, from 0
   */
  void refused(int recipient, Ending ending);

  /**
   * One recipient was more than the server takes in one transaction: it is for another one. That of
   * some other recipient, who was accepted, goes on, so {@link #ended} follows.
   *
   * @param recipient its place in the envelope, from 0
   */
  void postponed(int recipient);

  /**
   * The transaction that was begun has ended for all recipients that were neither refused nor
   * postponed. The next may begin at {@link #ready}, not before.
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

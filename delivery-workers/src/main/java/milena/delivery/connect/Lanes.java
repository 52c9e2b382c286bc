package milena.delivery.connect;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Where consignments wait for a connection to their site: a lane for each site, so that a slow site
 * delays nobody else's mail. All methods are safe for many threads and do not block.
 */
public interface Lanes extends AutoCloseable {

  /**
   * Puts consignments at the ends of their sites' lanes, in this order. Those that are offered
   * together can share transactions even where connections have nothing else to do.
   *
   * <p>There is no bound here: whoever offers bounds how many are offered and not finished.
   */
  void offer(List<? extends Consignment> consignments);

  /** Puts one consignment at the end of its site's lane. */
  default void offer(Consignment consignment) {
    offer(List.of(consignment));
  }

  /**
   * Forgets those that match and wait, without finishing them, as when a partition was lost. Those
   * of which a transaction has begun go on as {@link Consignment#maySend} allows, and are finished.
   */
  void withdraw(Predicate<Consignment> which);

  /**
   * Another worker is about to offer what is in these partitions, and counts connections for
   * itself. Those to their sites are closed when they carry nothing, and what is being opened for
   * nobody is given up. It says QUIT and does not wait for the answer. What is offered of them
   * later is sent as ever.
   */
  void leave(Set<Integer> partitions);

  /** How many wait and are not on the wire. */
  int waiting();

  /**
   * Begins no further transaction: those that wait are forgotten without being finished, those on
   * the wire may end.
   *
   * @param patience after this connections are cut; what is cut before its final dot is not tried
   * @return completes when nothing is on the wire any more
   */
  CompletionStage<Void> drain(Duration patience);

  /** Cuts every connection and gives the threads back. */
  @Override
  void close();
}

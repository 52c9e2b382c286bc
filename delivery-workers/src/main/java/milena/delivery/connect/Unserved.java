package milena.delivery.connect;

import milena.delivery.outcome.AttemptTimes;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Hop;

/**
 * The end of what waits in a berth's queue and gets no connection. Confined to its lane's event
 * loop.
 */
final class Unserved {

  private final LaneContext context;
  private final BerthQueue queue;

  Unserved(LaneContext context, BerthQueue queue) {
    this.context = context;
    this.queue = queue;
  }

  /**
   * Ends what has waited beyond its validity, of each tenant up to the first that has not.
   *
   * @param why there was no connection, as it follows that statement; may be empty
   */
  void endOutlived(String why) {
    var wall = context.clocks().now();
    var outlived = queue.pollWhile(waiting -> waiting.validUntil() < wall);
    context.countWaiting(-outlived.size());
    for (var waited : outlived) {
      var ending = new Ending.Unconnected("no connection while it was valid" + why);
      context.finish(waited, ending, Hop.NONE, times(wall));
    }
  }

  /**
   * Ends all that waits.
   *
   * @param startedAt when it was begun to look for a connection, ms since the epoch
   */
  void endAll(Ending ending, Hop hop, long startedAt) {
    var times = times(startedAt);
    var all = queue.clear();
    context.countWaiting(-all.size());
    all.forEach(waiting -> context.finish(waiting, ending, hop, times));
  }

  private AttemptTimes times(long startedAt) {
    var ended = context.clocks().now();
    return new AttemptTimes(startedAt, ended, (int) (ended - startedAt), 0, 0);
  }
}

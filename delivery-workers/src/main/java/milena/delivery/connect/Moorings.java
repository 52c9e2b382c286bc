package milena.delivery.connect;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections of all lanes of one event loop, bounded: each is an open file of the process, and
 * there are more sites than files. What has been idle longest makes room. Confined to its loop.
 */
final class Moorings {

  private final int most;
  private final int crowded;
  private final Set<Connection> idle = new LinkedHashSet<>();
  private int open;

  /**
   * None yet.
   *
   * @param most how many there may be, being opened or open, at least 1
   */
  Moorings(int most) {
    this.most = most;
    this.crowded = most - most / 8;
  }

  /**
   * Whether one more may be opened. When that will soon be no, an idle one is told to go; it takes
   * a round trip to do so.
   */
  boolean hasRoom() {
    if (open >= crowded) {
      retireEldest();
    }
    return open < most;
  }

  void opened() {
    open++;
  }

  void closed() {
    open--;
  }

  void idle(Connection connection) {
    idle.add(connection);
  }

  /** It has something to do, or is gone. */
  void noLongerIdle(Connection connection) {
    idle.remove(connection);
  }

  private void retireEldest() {
    var each = idle.iterator();
    if (each.hasNext()) {
      var eldest = each.next();
      each.remove();
      eldest.retire();
    }
  }
}

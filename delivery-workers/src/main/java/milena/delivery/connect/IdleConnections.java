package milena.delivery.connect;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The connections of a berth that have nothing to do, in the order in which they became idle. Their
 * loop's moorings know of them as well. Confined to its lane's event loop.
 */
final class IdleConnections {

  private final Moorings moorings;
  private final Consumer<Connection> leaving;
  private final Deque<Connection> idle = new ArrayDeque<>();

  /**
   * None yet.
   *
   * @param leaving told of each that will say QUIT, before it does
   */
  IdleConnections(Moorings moorings, Consumer<Connection> leaving) {
    this.moorings = moorings;
    this.leaving = leaving;
  }

  /** It has nothing to do. */
  void add(Connection connection) {
    idle.add(connection);
    moorings.idle(connection);
  }

  /** It is gone. */
  void remove(Connection connection) {
    idle.remove(connection);
    moorings.noLongerIdle(connection);
  }

  /** One after the other has something to do, the longest idle first, as long as this holds. */
  void resumeWhile(BooleanSupplier holds) {
    while (!idle.isEmpty() && holds.getAsBoolean()) {
      var next = idle.getFirst();
      remove(next);
      next.resume();
    }
  }

  /** One after the other says QUIT, the longest idle first, as long as this holds. */
  void retireWhile(BooleanSupplier holds) {
    while (!idle.isEmpty() && holds.getAsBoolean()) {
      retire(idle.getFirst());
    }
  }

  /** Those that match say QUIT. */
  void retireIf(Predicate<Connection> which) {
    List.copyOf(idle).stream().filter(which).forEach(this::retire);
  }

  private void retire(Connection connection) {
    remove(connection);
    leaving.accept(connection);
    connection.retire();
  }
}

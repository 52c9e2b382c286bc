package milena.router.gate;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who is to be looked at when: each once, at the earliest time that was set. Times are ms. */
public final class Wakes<T> {
  private record Wake<T>(long at, long number, T who) {}

  private final TreeSet<Wake<T>> queue =
      new TreeSet<>(Comparator.<Wake<T>>comparingLong(Wake::at).thenComparingLong(Wake::number));
  private final Map<T, Wake<T>> wakes = new HashMap<>();
  private long numbers;

  /** Sets a time, unless an earlier one is set; {@link Long#MAX_VALUE} for never. */
  public void set(T who, long at) {
    var known = wakes.get(who);
    if (at >= (known == null ? Long.MAX_VALUE : known.at())) {
      return;
    }
    if (known != null) {
      queue.remove(known);
    }
    var wake = new Wake<>(at, numbers++, who);
    wakes.put(who, wake);
    queue.add(wake);
  }

  /** Takes the next whose time has come; null when there is none. */
  public @Nullable T due(long now) {
    if (nextAt() > now) {
      return null;
    }
    var who = queue.removeFirst().who();
    wakes.remove(who);
    return who;
  }

  /** Returns when somebody is to be looked at next; {@link Long#MAX_VALUE} for never. */
  public long nextAt() {
    return queue.isEmpty() ? Long.MAX_VALUE : queue.first().at();
  }

  /** How many are to be looked at. */
  int size() {
    return queue.size();
  }
}

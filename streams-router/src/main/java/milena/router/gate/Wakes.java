package milena.router.gate;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Who is to be looked at when: each once, at the earliest time that was set. Times are ms. */
public final class Wakes<T> {
  private record Wake<T>(long at, T who) implements Comparable<Wake<T>> {
    @Override
    public int compareTo(Wake<T> other) {
      return Long.compare(at, other.at);
    }
  }

  private final PriorityQueue<Wake<T>> queue = new PriorityQueue<>();
  private final Map<T, Long> times = new HashMap<>();

  /** Sets a time, unless an earlier one is set; {@link Long#MAX_VALUE} for never. */
  public void set(T who, long at) {
    if (at < times.getOrDefault(who, Long.MAX_VALUE)) {
      times.put(who, at);
      queue.add(new Wake<>(at, who));
    }
  }

  /** Takes the next whose time has come; null when there is none. */
  public @Nullable T due(long now) {
    while (!queue.isEmpty() && queue.peek().at() <= now) {
      var wake = queue.remove();
      if (times.remove(wake.who(), wake.at())) {
        return wake.who();
      }
    }
    return null;
  }

  /** Returns when somebody is to be looked at next; {@link Long#MAX_VALUE} for never. */
  public long nextAt() {
    var next = queue.peek();
    return next == null ? Long.MAX_VALUE : next.at();
  }
}

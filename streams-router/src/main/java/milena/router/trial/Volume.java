package milena.router.trial;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Attempts and what was deferred, by name and slot: of so many names as there is room for. */
public final class Volume {
  /** What the others are summed under. */
  public static final String OTHERS = "(others)";

  /**
   * Of one name.
   *
   * @param attempts in each slot
   * @param deferred in each slot
   */
  public record Row(String name, long[] attempts, long[] deferred) {
    /** Attempts in all. */
    public long attemptsInAll() {
      return sum(attempts);
    }

    /** Deferrals in all. */
    public long deferredInAll() {
      return sum(deferred);
    }

    private static long sum(long[] counts) {
      long sum = 0;
      for (long count : counts) {
        sum += count;
      }
      return sum;
    }
  }

  private final Window window;
  private final int most;
  private final Map<String, Row> rows = new HashMap<>();

  /**
   * Empty.
   *
   * @param most names that have rows of their own
   */
  Volume(Window window, int most) {
    this.window = window;
    this.most = most;
  }

  void attempted(String name, long at) {
    row(name).attempts[window.slot(at)]++;
  }

  void deferred(String name, long at) {
    row(name).deferred[window.slot(at)]++;
  }

  private Row row(String name) {
    var known = rows.get(name);
    if (known == null) {
      var own = rows.size() < most ? name : OTHERS;
      known =
          rows.computeIfAbsent(
              own, _ -> new Row(own, new long[window.slots()], new long[window.slots()]));
    }
    return known;
  }

  /** The rows, the one with the most attempts first. */
  public List<Row> rows() {
    return rows.values().stream()
        .sorted(Comparator.comparingLong(Row::attemptsInAll).reversed().thenComparing(Row::name))
        .toList();
  }

  /** The row of a name; one of zeros where there is none. */
  public Row of(String name) {
    var known = rows.get(name);
    return known == null
        ? new Row(name, new long[window.slots()], new long[window.slots()])
        : known;
  }
}

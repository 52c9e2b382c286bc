package milena.router.trial;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Attempts and what was deferred, by name and slot: of so many names as there is room for. */
public final class Volume {
  /** What the others are summed under. */
  public static final String OTHERS = "(others)";

  /** Of one name. */
  public static final class Row {
    private final String name;
    private final long[] attempts;
    private final long[] deferred;

    private Row(String name, int slots) {
      this.name = name;
      this.attempts = new long[slots];
      this.deferred = new long[slots];
    }

    /** Whose it is. */
    public String name() {
      return name;
    }

    /** Attempts in each slot. */
    public long[] attempts() {
      return attempts.clone();
    }

    /** Deferrals in each slot. */
    public long[] deferred() {
      return deferred.clone();
    }

    /** Attempts in all. */
    public long attemptsInAll() {
      return LongStream.of(attempts).sum();
    }

    /** Deferrals in all. */
    public long deferredInAll() {
      return LongStream.of(deferred).sum();
    }

    boolean sameAs(Row other) {
      return name.equals(other.name)
          && Arrays.equals(attempts, other.attempts)
          && Arrays.equals(deferred, other.deferred);
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
      known = rows.computeIfAbsent(own, _ -> new Row(own, window.slots()));
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
    return known == null ? new Row(name, window.slots()) : known;
  }
}

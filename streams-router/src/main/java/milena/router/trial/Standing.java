package milena.router.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands at which limit, and for how long. Things stand in rows: the first of a row stands at
 * a spot from when it was refused there until it goes, and then the next one may. Times are ms.
 *
 * @param <R> tells rows apart
 */
public final class Standing<R> {
  private static final int MOST_KEYS = 10_000;
  private static final int WORST = 5;

  /**
   * Where something stands.
   *
   * @param key which of those that the cause counts separately
   */
  public record Spot(Bite.Cause cause, String key) {}

  private static final class Tally {
    private final Map<String, Long> keys = new HashMap<>();
    private long messages;
    private long standingMs;
    private long since;
    private int rows;

    void comes(long now) {
      if (rows++ == 0) {
        since = now;
      }
    }

    void goes(String key, long now) {
      messages++;
      boolean fits = keys.size() < MOST_KEYS || keys.containsKey(key);
      keys.merge(fits ? key : Volume.OTHERS, 1L, Long::sum);
      leaves(now);
    }

    void leaves(long now) {
      if (--rows == 0) {
        standingMs += now - since;
      }
    }

    Bite bite(Bite.Cause cause) {
      var worst =
          keys.entrySet().stream()
              .filter(each -> !each.getKey().equals(Volume.OTHERS))
              .map(each -> new Bite.Key(each.getKey(), each.getValue()))
              .sorted(
                  Comparator.comparingLong(Bite.Key::messages)
                      .reversed()
                      .thenComparing(Bite.Key::key))
              .limit(WORST)
              .toList();
      return new Bite(cause, messages, standingMs, worst);
    }
  }

  private final Map<R, List<Spot>> rows = new HashMap<>();
  private final Map<Bite.Cause, Tally> tallies = new HashMap<>();

  /** The first of a row cannot go because of these, each of which would be enough to let it go. */
  public void stands(R row, List<Spot> spots, long now) {
    var before = rows.put(row, spots);
    if (spots.equals(before)) {
      return;
    }
    spots.forEach(spot -> tally(spot).comes(now));
    if (before != null) {
      before.forEach(spot -> tally(spot).leaves(now));
    }
  }

  /** The first of a row goes. */
  public void goes(R row, long now) {
    var spots = rows.isEmpty() ? null : rows.remove(row);
    if (spots != null) {
      spots.forEach(spot -> tally(spot).goes(spot.key(), now));
    }
  }

  private Tally tally(Spot spot) {
    return tallies.computeIfAbsent(spot.cause(), _ -> new Tally());
  }

  /** What held back, the most first; what stands still has been held back until now. */
  public List<Bite> close(long now) {
    List.copyOf(rows.keySet()).forEach(row -> goes(row, now));
    var bites = new ArrayList<Bite>();
    tallies.forEach((cause, tally) -> bites.add(tally.bite(cause)));
    bites.sort(Bite.MOST_FIRST);
    return bites;
  }
}

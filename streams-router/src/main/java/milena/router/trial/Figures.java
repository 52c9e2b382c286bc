package milena.router.trial;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of the mail of a window, in numbers. */
public final class Figures {
  private static final int MOST_SOURCES = 1_000;
  private static final int MOST_SITES = 5_000;

  /**
   * Counts of the whole window.
   *
   * @param submissions that came
   * @param carried of them, those that had waited before
   * @param attempts that were begun
   * @param deferred answers that put one off
   * @param withdrawn suppressed or cancelled
   * @param waiting at the end
   */
  public record Totals(
      long submissions,
      long carried,
      long attempts,
      long delivered,
      long deferred,
      long bounced,
      long expired,
      long withdrawn,
      long waiting) {}

  private final Window window;
  private final Volume sources;
  private final Volume sites;
  private final Delays toFirst = new Delays();
  private final Delays toDelivered = new Delays();
  private final long[] waitingAt;
  private final Map<String, Long> endings = new LinkedHashMap<>();
  private final Map<String, Long> reactions = new LinkedHashMap<>();
  private List<Bite> bites = List.of();
  private long submissions;
  private long carried;
  private long attempts;
  private long deferred;
  private long waiting;

  /** Nothing has come. */
  public Figures(Window window) {
    this.window = window;
    this.sources = new Volume(window, MOST_SOURCES);
    this.sites = new Volume(window, MOST_SITES);
    this.waitingAt = new long[window.slots()];
  }

  /** Takes up what the log itself says of a submission. */
  public void record(Recorded recorded) {
    came(recorded);
    var site = recorded.what().site();
    boolean over = false;
    for (int i = 0; i < recorded.tried().size(); i++) {
      var tried = recorded.tried().get(i);
      long end = tried.at() + tried.tookMs();
      if (window.has(tried.at())) {
        attempted(recorded, recorded.before() + i + 1, tried.source(), tried.at());
      }
      if (window.has(end)) {
        over = answered(recorded, site, tried, end);
      }
    }
    if (!over && recorded.withdrawnAt() < window.to()) {
      ended(recorded, "suppressed", recorded.withdrawnAt());
    } else if (!over && recorded.expiresAt() < window.to()) {
      ended(recorded, "expired", recorded.expiresAt());
    } else if (!over) {
      waiting++;
    }
  }

  private boolean answered(Recorded recorded, String site, Recorded.Tried tried, long end) {
    var outcome = tried.answer().outcome();
    if (outcome.equals("deferred")) {
      deferred(site, tried.source(), end);
      return false;
    }
    ended(recorded, outcome, end);
    return true;
  }

  void came(Recorded recorded) {
    submissions++;
    carried += recorded.waitedAt(window) ? 1 : 0;
  }

  void attempted(Recorded recorded, int count, String source, long at) {
    attempts++;
    sources.attempted(source, at);
    sites.attempted(recorded.what().site(), at);
    if (count == 1) {
      toFirst.add(at - recorded.acceptedAt());
    }
  }

  void deferred(String site, String source, long at) {
    deferred++;
    sites.deferred(site, at);
    sources.deferred(source, at);
  }

  void ended(Recorded recorded, String ending, long at) {
    endings.merge(ending, 1L, Long::sum);
    if (ending.equals("delivered")) {
      toDelivered.add(at - recorded.acceptedAt());
    }
  }

  void reacted(String name) {
    reactions.merge(name, 1L, Long::sum);
  }

  /** So many wait now; of several times in a slot the last one counts. */
  void waits(long count, long at) {
    waitingAt[window.slot(at)] = count;
  }

  /**
   * The window is over.
   *
   * @param left submissions that have not ended
   * @param withdrawn of them, those that would end as soon as it is their turn
   */
  void close(long left, long withdrawn, List<Bite> held) {
    waiting = left - withdrawn;
    endings.merge("suppressed", withdrawn, Long::sum);
    bites = List.copyOf(held);
  }

  /** What it is about. */
  public Window window() {
    return window;
  }

  /** The counts. */
  public Totals totals() {
    return new Totals(
        submissions,
        carried,
        attempts,
        ended("delivered"),
        deferred,
        ended("bounced"),
        ended("expired"),
        ended("suppressed"),
        waiting);
  }

  private long ended(String ending) {
    return endings.getOrDefault(ending, 0L);
  }

  /** Attempts by the source that they left from. */
  public Volume sources() {
    return sources;
  }

  /** Attempts by the site that they went to. */
  public Volume sites() {
    return sites;
  }

  /** From accepted to the begin of the first attempt. */
  public Delays toFirst() {
    return toFirst;
  }

  /** From accepted to delivered. */
  public Delays toDelivered() {
    return toDelivered;
  }

  /** How many waited at the end of each slot; all 0 for what was recorded. */
  public long[] waitingAt() {
    return waitingAt.clone();
  }

  /** What held mail back, that which held back most first; nothing for what was recorded. */
  public List<Bite> bites() {
    return bites;
  }

  /** How often each reaction acted, by its name; nothing for what was recorded. */
  public Map<String, Long> reactions() {
    return Map.copyOf(reactions);
  }

  /** Whether the same would have become of the mail, at the same times. */
  public boolean saysTheSameAs(Figures other) {
    return totals().equals(other.totals())
        && Arrays.equals(waitingAt, other.waitingAt)
        && reactions.equals(other.reactions)
        && sameRows(sources, other.sources)
        && sameRows(sites, other.sites)
        && toFirst.sameAs(other.toFirst)
        && toDelivered.sameAs(other.toDelivered);
  }

  private static boolean sameRows(Volume one, Volume other) {
    var rows = one.rows();
    var others = other.rows();
    if (rows.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).sameAs(others.get(i))) {
        return false;
      }
    }
    return true;
  }
}

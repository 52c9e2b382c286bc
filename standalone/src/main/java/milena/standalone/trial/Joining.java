package milena.standalone.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import milena.policy.Traffic;
import milena.router.trial.Recorded;
import milena.router.trial.Recorded.Tried;
import milena.router.trial.Window;
import milena.standalone.trial.TrialFact.Kind;

/**
 * Puts the facts of each submission together, and counts those that the trial is not about. Pure.
 */
final class Joining {

  /** Why some are left out. */
  enum LeftOut {
    /** An operator holds it back, and nothing was tried within the window. */
    HELD_BY_OPERATORS,
    /** Where it goes was not known yet. */
    WITHOUT_A_SITE
  }

  private final Window window;
  private final long expiryMs;
  private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);

  /**
   * Has put none together.
   *
   * @param expiryMs how long those live of which the log does not say it
   */
  Joining(Window window, long expiryMs) {
    this.window = window;
    this.expiryMs = expiryMs;
  }

  /** How many were left out for what. */
  Map<LeftOut, Long> leftOut() {
    return Map.copyOf(leftOut);
  }

  /** Takes all that is said of some submissions; {@code into} gets those of the window. */
  void take(List<TrialFact> facts, Consumer<Recorded> into) {
    var byId = new HashMap<String, List<TrialFact>>();
    facts.forEach(fact -> byId.computeIfAbsent(fact.id(), _ -> new ArrayList<>(4)).add(fact));
    byId.values().forEach(each -> join(each).ifPresent(into));
  }

  private Optional<Recorded> join(List<TrialFact> facts) {
    long acceptedAt =
        facts.stream().mapToLong(TrialFact::acceptedAt).filter(at -> at > 0).min().orElse(0);
    if (has(facts, Kind.NEVER_QUEUED) || acceptedAt >= window.to()) {
      return Optional.empty();
    }
    var tried = tried(facts);
    if (tried.isEmpty() && has(facts, Kind.PARKED)) {
      return leaveOut(LeftOut.HELD_BY_OPERATORS);
    }
    var what = what(facts);
    if (what.site().isEmpty()) {
      return leaveOut(LeftOut.WITHOUT_A_SITE);
    }
    int before =
        tried.isEmpty()
            ? facts.stream().mapToInt(TrialFact::number).max().orElse(0)
            : tried.firstKey() - 1;
    long comesAt = comesAt(facts, tried, before, acceptedAt);
    if (comesAt >= window.to()) {
      return Optional.empty();
    }
    return Optional.of(
        new Recorded(
            what,
            placed(facts).priority(),
            acceptedAt,
            comesAt,
            facts.stream()
                .mapToLong(TrialFact::expiresAt)
                .filter(at -> at > 0)
                .findFirst()
                .orElse(acceptedAt + expiryMs),
            before,
            facts.stream()
                .filter(fact -> fact.kind() == Kind.WITHDRAWN)
                .mapToLong(TrialFact::at)
                .min()
                .orElse(Long.MAX_VALUE),
            tried.values().stream()
                .map(one -> new Tried(one.at(), one.source(), one.answer(), one.tookMs()))
                .toList()));
  }

  private Optional<Recorded> leaveOut(LeftOut why) {
    leftOut.merge(why, 1L, Long::sum);
    return Optional.empty();
  }

  private static boolean has(List<TrialFact> facts, Kind kind) {
    return facts.stream().anyMatch(fact -> fact.kind() == kind);
  }

  /** Attempts by their numbers: of two of one number the later fact says what became of it. */
  private static SortedMap<Integer, TrialFact> tried(List<TrialFact> facts) {
    var tried = new TreeMap<Integer, TrialFact>();
    for (var fact : facts) {
      if (fact.kind() == Kind.TRIED) {
        tried.put(fact.number(), fact);
      }
    }
    return tried;
  }

  /** What says most of it: the queue, or else what waits, or what was accepted, or any. */
  private static TrialFact placed(List<TrialFact> facts) {
    return facts.stream().min(Comparator.comparing(TrialFact::kind)).orElseThrow();
  }

  /** With the site that it went to last: it may have been moved there from where it was put. */
  private static Traffic what(List<TrialFact> facts) {
    var placed = placed(facts);
    var site = "";
    var tried = "";
    for (var fact : facts) {
      var said = fact.what().site();
      site = said.isEmpty() ? site : said;
      tried = fact.kind() == Kind.TRIED && !said.isEmpty() ? said : tried;
    }
    var what = placed.what();
    // What an attempt names is the pool that it left from, not one that was asked for.
    var pool = placed.kind() == Kind.TRIED ? "" : what.pool();
    return TrialFact.mail(
        what.tenant(),
        what.campaign(),
        what.domain(),
        tried.isEmpty() ? site : tried,
        pool,
        what.meta());
  }

  private long comesAt(
      List<TrialFact> facts, SortedMap<Integer, TrialFact> tried, int before, long acceptedAt) {
    long first = tried.isEmpty() ? Long.MAX_VALUE : tried.values().iterator().next().at();
    if (before > 0 && !tried.isEmpty()) {
      return Math.max(window.from(), first);
    }
    long goes =
        facts.stream()
            .filter(fact -> fact.kind() == Kind.QUEUED || fact.kind() == Kind.WAITS)
            .mapToLong(TrialFact::at)
            .filter(at -> at > 0)
            .min()
            .orElse(acceptedAt);
    return Math.max(window.from(), Math.min(first, Math.max(goes, acceptedAt)));
  }
}

package milena.standalone.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts the facts about each submission together. Pure: time comes as a number. */
final class Reckoning {
  static final List<String> ENDINGS =
      List.of("delivered", "bounced", "expired", "suppressed", "rejected", "cancelled");

  private static final long GRACE_MS = TimeUnit.MINUTES.toMillis(10);
  private static final int MOST_FAULTS = 1_000;

  private final long now;
  private long accepted;
  private final TreeMap<String, Long> endings = new TreeMap<>();
  private final TreeMap<String, Long> waiting = new TreeMap<>();
  private long deferredThenDelivered;
  private long unaccounted;
  private long doubled;
  private final List<String> faults = new ArrayList<>();

  /** Judges what is overdue as of {@code now}, in ms since the epoch. */
  Reckoning(long now) {
    this.now = now;
    ENDINGS.forEach(ending -> endings.put(ending, 0L));
  }

  private static final class Standing {
    boolean accepted;
    boolean maybeRepeated;
    boolean told;
    int ends;
    String ending = "";
    int attempts;
    @Nullable Fact waits;
    int issued = -1;
  }

  /** Takes in all that is said of some submissions. */
  void take(List<Fact> facts) {
    var standings = new HashMap<String, Standing>();
    for (var fact : facts) {
      note(standings.computeIfAbsent(fact.id(), id -> new Standing()), fact);
    }
    for (Map.Entry<String, Standing> entry : standings.entrySet()) {
      if (isOfTheRange(entry.getValue())) {
        judge(entry.getKey(), entry.getValue());
      }
    }
  }

  /** A repeat of what had ended before the range leads to nothing in it. */
  private static boolean isOfTheRange(Standing standing) {
    return standing.accepted
        || (standing.maybeRepeated
            && (standing.told || standing.ends > 0 || standing.waits != null));
  }

  private static void note(Standing standing, Fact fact) {
    switch (fact.kind()) {
      case ACCEPTED -> standing.accepted = true;
      case ACCEPTED_OR_REPEATED -> standing.maybeRepeated = true;
      case TOLD -> standing.told = true;
      case ENDED -> {
        standing.ends++;
        standing.ending = fact.word();
        standing.attempts = fact.count();
      }
      case WAITS, OUTSTANDING -> standing.waits = fact;
      case DISPATCHED -> standing.issued = Math.max(standing.issued, fact.count());
    }
  }

  private void judge(String id, Standing standing) {
    accepted++;
    if (standing.ends > 0) {
      endings.merge(standing.ending, 1L, Long::sum);
      if (standing.ending.equals("delivered") && standing.attempts > 1) {
        deferredThenDelivered++;
      }
      if (standing.ends > 1) {
        doubled++;
        fault(id + " has " + standing.ends + " endings");
      }
      return;
    }
    var waits = standing.waits;
    if (waits == null) {
      missing(id + " is found nowhere");
    } else if (waits.due() + GRACE_MS < now) {
      missing(id + " waits (" + waits.word() + ") and is overdue");
    } else if (waits.kind() == Fact.Kind.OUTSTANDING && standing.issued < waits.count()) {
      missing(id + " waits for the result of a dispatch that is not there");
    } else {
      waiting.merge(waits.word(), 1L, Long::sum);
    }
  }

  private void missing(String line) {
    unaccounted++;
    fault(line);
  }

  private void fault(String line) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(line);
    }
  }

  Account account() {
    return new Account(
        accepted, endings, waiting, deferredThenDelivered, unaccounted, doubled, faults);
  }
}

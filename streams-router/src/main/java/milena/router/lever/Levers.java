package milena.router.lever;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import milena.router.lever.Lever.Kind;
import milena.router.lever.Lever.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The levers in force in a partition, asked about one submission at a time. An ending cancellation
 * goes before one that may be undone, and that before a suspension; of equals the earliest.
 */
public final class Levers {

  /** None. */
  public static final Levers NONE = new Levers(List.of());

  /** A lever with what it is for, read once. */
  private record Hold(Lever lever, Selection selection, long acceptedBefore, long until) {
    static Hold of(Lever lever) {
      return new Hold(
          lever, Selection.of(lever.arguments()), lever.acceptedBefore(), lever.until());
    }

    boolean covers(Subject subject, long now) {
      return subject.acceptedAt() < acceptedBefore && now < until && selection.covers(subject);
    }

    boolean isOfWholeQueues() {
      return lever.kind() == Kind.SUSPEND
          && acceptedBefore == Long.MAX_VALUE
          && selection.isOfWholeQueues();
    }

    int rank() {
      return lever.kind() == Kind.SUSPEND ? 2 : lever.phase() == Phase.ENDING ? 0 : 1;
    }
  }

  private final List<Hold> holds;
  private final List<Hold> cancels;

  /** Suspensions that may cover everything in a queue. */
  private final List<Hold> wholes;

  private Levers(Collection<Lever> levers) {
    var found = new ArrayList<Hold>();
    for (var lever : levers) {
      boolean holds = lever.kind() == Kind.SUSPEND || lever.kind() == Kind.CANCEL;
      if (holds && lever.phase() != Phase.RETURNING) {
        found.add(Hold.of(lever));
      }
    }
    found.sort(
        Comparator.comparingInt(Hold::rank)
            .thenComparingLong(hold -> hold.lever().at())
            .thenComparing(hold -> hold.lever().id()));
    holds = List.copyOf(found);
    cancels = found.stream().filter(hold -> hold.lever().kind() == Kind.CANCEL).toList();
    wholes = found.stream().filter(Hold::isOfWholeQueues).toList();
  }

  /** Those in force, in any phase. */
  public static Levers of(Collection<Lever> levers) {
    return levers.isEmpty() ? NONE : new Levers(levers);
  }

  /** Whether nothing has a hold on anything. */
  public boolean isIdle() {
    return holds.isEmpty();
  }

  /** The lever that has a hold on a submission now; null for none. */
  public @Nullable Lever over(Subject subject, long now) {
    return first(holds, subject, now);
  }

  /**
   * Whether a suspension covers everything that a tenant has of a campaign at a site, whatever it
   * is and whenever it was accepted.
   */
  public boolean suspendsAll(String tenant, String campaign, String site, long now) {
    for (var hold : wholes) {
      if (now < hold.until() && hold.selection().coversAll(tenant, campaign, site)) {
        return true;
      }
    }
    return false;
  }

  /** The cancellation that covers a submission; null for none. */
  public @Nullable Lever cancelling(Subject subject, long now) {
    return first(cancels, subject, now);
  }

  private static @Nullable Lever first(List<Hold> holds, Subject subject, long now) {
    for (var hold : holds) {
      if (hold.covers(subject, now)) {
        return hold.lever();
      }
    }
    return null;
  }

  /** What a lever of any kind is for, whatever else has a hold on it. */
  public static Predicate<Subject> covers(Lever lever) {
    var hold = Hold.of(lever);
    return subject -> hold.covers(subject, Long.MIN_VALUE);
  }
}

package milena.limits.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * One limit, as its owner divides it. What a holder may be using counts as used: after a lower
 * award that is the share before it, until the holder reports that it goes by the lower one.
 */
final class Sharing {

  /** A holder that is silent for so long uses nothing any more. */
  static final long LEASE_MS = 5_000;

  private static final long RENEW_MS = 2_000;
  private static final long AGAIN_MS = 500;
  private static final int SMALLEST_CHANGE = 500;

  private final Map<String, Holder> holders = new TreeMap<>();
  private final long decidesFrom;
  private Limit limit;

  private static final class Holder {
    private long wanted;
    private long granted;
    private long assumed;
    private long serial;
    private long awardedAt;
    private long heardAt;
  }

  /**
   * Knows no holder yet.
   *
   * @param decidesFrom nothing is awarded before: whoever has a share was heard by then
   */
  Sharing(Limit limit, long decidesFrom) {
    this.limit = limit;
    this.decidesFrom = decidesFrom;
  }

  void hear(Report report, long now) {
    if (report.limit().version() >= limit.version()) {
      limit = report.limit();
    }
    var holder = holders.computeIfAbsent(report.task(), _ -> new Holder());
    holder.heardAt = now;
    holder.wanted = Math.clamp(report.wanted(), 0, limit.parts());
    long held = Math.max(0, report.held());
    if (report.serial() >= holder.serial) {
      // It goes by the last award, or by another owner's. Where the limit has changed, it has
      // changed
      // its share by itself.
      holder.serial = report.serial();
      holder.granted = held;
      holder.assumed = held;
    } else {
      holder.assumed = Math.max(holder.assumed, held);
    }
  }

  boolean isIdle(long now) {
    holders.values().removeIf(holder -> now - holder.heardAt > LEASE_MS);
    return holders.isEmpty();
  }

  /**
   * What is to be said now. Lower shares come first, and higher ones as far as there is surely
   * something free.
   */
  List<Award> decide(long now, LongSupplier serials) {
    if (isIdle(now) || now < decidesFrom) {
      return List.of();
    }
    var tasks = List.copyOf(holders.keySet());
    var wants = tasks.stream().mapToLong(task -> of(task).wanted).toArray();
    var targets = Fairness.divide(limit.parts(), wants);
    boolean over = holders.values().stream().mapToLong(it -> it.granted).sum() > limit.parts();
    var awards = new ArrayList<Award>();
    for (int i = 0; i < targets.length; i++) {
      var holder = of(tasks.get(i));
      if (targets[i] < holder.granted && (over || matters(holder.granted - targets[i]))) {
        holder.granted = targets[i];
        awards.add(award(tasks.get(i), now, serials));
      }
    }
    long free = limit.parts() - holders.values().stream().mapToLong(it -> it.assumed).sum();
    for (int i = 0; i < targets.length; i++) {
      var holder = of(tasks.get(i));
      long most = Math.min(targets[i], holder.assumed + Math.max(0, free));
      if (most > holder.granted && matters(most - holder.granted)) {
        free -= Math.max(0, most - holder.assumed);
        holder.granted = most;
        holder.assumed = Math.max(holder.assumed, most);
        awards.add(award(tasks.get(i), now, serials));
      } else if (isDue(holder, now)) {
        awards.add(award(tasks.get(i), now, serials));
      }
    }
    return awards;
  }

  private Holder of(String task) {
    return holders.computeIfAbsent(task, _ -> new Holder());
  }

  private boolean matters(long change) {
    return change * SMALLEST_CHANGE >= limit.parts();
  }

  private static boolean isDue(Holder holder, long now) {
    long since = now - holder.awardedAt;
    return since > RENEW_MS || (holder.assumed > holder.granted && since > AGAIN_MS);
  }

  private Award award(String task, long now, LongSupplier serials) {
    var holder = of(task);
    holder.serial = serials.getAsLong();
    holder.awardedAt = now;
    return new Award(limit.name(), task, holder.granted, LEASE_MS, holder.serial);
  }
}

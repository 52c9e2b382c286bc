package milena.limits.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import milena.limits.lease.Holder.Share;
import milena.limits.lease.StrictLimit.Count;
import milena.limits.lease.StrictLimit.Rate;
import milena.limits.share.Fairness;
import org.jspecify.annotations.Nullable;

/**
 * One limit, as its owner leases it. Whatever a user may still go by counts as its own, so that
 * nothing is leased twice. Times in ms.
 */
final class Ledger {
  private static final double NEARLY = 1e-6;
  private static final long NOTABLE = 50;

  private final Map<String, Holder> holders = new TreeMap<>();
  private StrictLimit limit;
  private long leasesFrom;
  private @Nullable Pool pool;

  /**
   * Knows nobody yet.
   *
   * @param leasesFrom nothing is leased before: what others leased has ended by then
   */
  Ledger(StrictLimit limit, long leasesFrom, long now) {
    this.limit = limit;
    this.leasesFrom = leasesFrom;
    this.pool = limit instanceof Rate rate ? new Pool(rate, leasesFrom, now) : null;
  }

  boolean isCount() {
    return limit instanceof Count;
  }

  /** Somebody else leases it from now on. */
  void ceded() {
    leasesFrom = Long.MAX_VALUE;
  }

  /** It is leased here, from when all that was leased elsewhere has ended. */
  void begin(long from) {
    leasesFrom = from;
    holders.values().forEach(holder -> holder.othersLastUntil(from));
  }

  /** Somebody asks. */
  void hear(Ask ask, boolean ours, long now) {
    if (!ask.limit().getClass().equals(limit.getClass())) {
      return;
    }
    settle(now);
    if (ask.limit().version() > limit.version()) {
      limit = ask.limit();
    }
    var holder = holders.get(ask.task());
    if (holder == null) {
      long keptMs = ask.limit() instanceof Count count ? count.keptMs() : 0;
      holder = new Holder(ask, keptMs, now);
      holders.put(ask.task(), holder);
    } else if (holder.isNews(ask)) {
      giveBack(holder, ask, now);
    } else {
      return;
    }
    if (!ours) {
      holder.mayHaveGot(ask, now);
    }
  }

  private void giveBack(Holder holder, Ask ask, long now) {
    double before = holder.potential();
    boolean byOurs = holder.goesBy(ask);
    holder.hear(ask, now);
    if (pool != null && limit instanceof Rate rate) {
      double room = rate.burst() - potential() - pool.saved();
      pool.add(Math.min(ask.returned(), byOurs ? room : before - holder.potential()));
    }
  }

  private void settle(long now) {
    if (pool != null && limit instanceof Rate rate) {
      pool.settle(rate, leased(), potential(), now);
    }
    holders.values().forEach(holder -> holder.expire(now));
    holders.values().removeIf(holder -> holder.isGone(now));
  }

  /** Whether nothing would be lost with it. */
  boolean isIdle(long now) {
    settle(now);
    return holders.isEmpty()
        && (pool == null
            || !(limit instanceof Rate rate)
            || rate.permits() == 0
            || pool.saved() >= rate.burst() - NEARLY);
  }

  /** Whether somebody still waits for an answer that can come in time. */
  boolean isPending(long now) {
    return holders.values().stream().anyMatch(it -> !it.isAnswered() && it.isThere(now));
  }

  /** What is to be said now. */
  List<Lease> answer(LongSupplier serials, long now) {
    if (now < leasesFrom) {
      return List.of();
    }
    settle(now);
    var wanting = holders.values().stream().filter(holder -> holder.wants(now)).toList();
    long whole = whole(wanting);
    var chosen = List.copyOf(Turns.choose(wanting, room(whole), now));
    var wants = chosen.stream().mapToLong(holder -> Math.min(holder.wanted(), whole)).toArray();
    var targets = Fairness.divide(whole, wants);
    if (isCount()) {
      Leftover.keep(targets, wants, chosen.stream().mapToLong(Holder::used).toArray());
    }
    var leases = new ArrayList<Lease>();
    for (var holder : wanting) {
      int index = chosen.indexOf(holder);
      long target = index < 0 ? 0 : targets[index];
      if (isCount()) {
        target = Math.min(target, holder.wanted());
      }
      if (!holder.isAnswered() || (holder.mayHearAgain(now) && matters(holder, target))) {
        var share = share(holder, target, index < 0 ? 0 : cap(chosen, targets, index));
        leases.add(holder.lease(limit, share, serials.getAsLong(), now));
      }
    }
    return leases;
  }

  // What silent ones have taken is not there to be divided.
  private long whole(List<Holder> wanting) {
    return isCount()
        ? Math.max(0, limit.parts() - leased() + wanting.stream().mapToLong(Holder::taken).sum())
        : limit.parts();
  }

  private long room(long whole) {
    return limit instanceof Rate rate ? rate.burst() : whole;
  }

  private boolean matters(Holder holder, long target) {
    long possible = possible(holder, target);
    return Math.abs(possible - holder.lastShare()) * NOTABLE > limit.parts();
  }

  // Of a rate all that is assumed was leased here and is within the limit, so what is a user's own
  // may be leased to it again. Of a count it may be more than there is, where nobody knows what an
  // owner before us gave to whom: it may be another that has it.
  private long possible(Holder holder, long target) {
    long free = limit.parts() - leased();
    long most =
        isCount()
            ? Math.max(holder.used(), free + assumed(holder))
            : Math.max(0, free) + assumed(holder);
    return Math.min(target, most);
  }

  private long leased() {
    long sum = 0;
    for (var holder : holders.values()) {
      sum += assumed(holder);
    }
    return sum;
  }

  private long assumed(Holder holder) {
    return isCount() ? holder.taken() : holder.share();
  }

  private double potential() {
    double sum = 0;
    for (var holder : holders.values()) {
      sum += holder.potential();
    }
    return sum;
  }

  // Each can save what it takes at once, and a part of the rest like that of the rate. Half of that
  // is nobody's where there are several, so that there is room for what one has and another needs.
  private double cap(List<Holder> chosen, long[] targets, int index) {
    if (!(limit instanceof Rate rate)) {
      return 0;
    }
    long needed = chosen.stream().mapToLong(Holder::atOnce).sum();
    double part = limit.parts() == 0 ? 0 : (double) targets[index] / limit.parts();
    double rest = Math.max(0, rate.burst() - needed);
    return chosen.get(index).atOnce() + (chosen.size() > 1 ? rest / 2 : rest) * part;
  }

  private Share share(Holder holder, long target, double capTarget) {
    long parts = possible(holder, target);
    if (pool == null || !(limit instanceof Rate rate)) {
      return new Share(parts, 0, 0);
    }
    if (capTarget == 0) {
      return new Share(0, 0, 0);
    }
    double room = rate.burst() - (potential() - holder.potential()) - pool.saved();
    boolean needs =
        holders.size() == 1 || holder.wanted() > target || holder.level() < holder.atOnce();
    double missing = needs ? Math.max(0, capTarget - holder.level()) : 0;
    double tokens = Lease.rounded(Math.min(pool.saved(), missing));
    double cap = Lease.rounded(Math.min(capTarget, room + tokens) + NEARLY);
    if (cap < holder.atOnce()) {
      return new Share(0, 0, 0);
    }
    pool.take(tokens);
    return new Share(parts, cap, tokens);
  }
}

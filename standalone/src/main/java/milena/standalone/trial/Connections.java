package milena.standalone.trial;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import milena.delivery.path.ConnectionQuotas;
import milena.delivery.path.ConnectionQuotas.Answer.Granted;
import milena.delivery.path.ConnectionQuotas.Answer.Refused;
import milena.delivery.path.ConnectionQuotas.Slot;
import milena.delivery.path.Leases;
import milena.delivery.path.PathBook;
import milena.delivery.path.PathDefaults;
import milena.delivery.path.PathTerms;
import milena.policy.Applied;
import milena.policy.Policy;
import milena.policy.Traffic;
import milena.router.gate.Wakes;
import milena.router.shape.VirtualShaper.Attempt;
import milena.router.trial.Bite;
import milena.router.trial.Standing;
import milena.router.trial.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Workers who keep to the limits of connections as the delivery worker does, by its own book of
 * paths and its own quotas: an attempt takes an idle connection of its path or a new one, and waits
 * for one where the limits allow no more. One message is one transaction.
 */
public final class Connections implements Workers {
  private static final long ASK_AGAIN_MS = 1_000;

  private final PathBook book;
  private final ConnectionQuotas quotas;
  private final Map<Traffic, Lane> lanes = new HashMap<>();
  private final Map<Long, Busy> busy = new HashMap<>();
  private final ArrayDeque<Attempt> begun = new ArrayDeque<>();
  private final LinkedHashSet<Lane> roused = new LinkedHashSet<>();
  private final LinkedHashSet<Lane> idle = new LinkedHashSet<>();
  private final Wakes<Lane> wakes = new Wakes<>();
  private final Standing<Traffic> standing = new Standing<>();
  private long now;

  /** Under a policy, and where it says nothing under what is built in. */
  public Connections(Policy policy, PathDefaults defaults) {
    this.book = new PathBook(() -> policy, defaults);
    this.quotas = new ConnectionQuotas(() -> TimeUnit.MILLISECONDS.toNanos(now), Leases.NONE);
  }

  private record Open(Slot slot, int used, long idleUntil) {}

  private record Busy(Lane lane, Open on) {}

  /** What waits for connections of one path, and those of its connections that are idle. */
  private final class Lane implements ConnectionQuotas.Waiter {
    private final Traffic path;
    private final PathTerms terms;
    private final ArrayDeque<Attempt> waiting = new ArrayDeque<>();
    private final ArrayDeque<Open> free = new ArrayDeque<>();
    private int open;

    Lane(Traffic path) {
      this.path = path;
      this.terms = book.terms(path);
    }

    @Override
    public void roomMade() {
      roused.add(this);
    }

    /** The idle connection that was used last; null when there is none. */
    @Nullable Open lastUsed() {
      closeOld();
      var last = free.pollLast();
      noteIdle();
      return last;
    }

    /** Closes the one that has been idle for longest. */
    void closeOldest() {
      close(free.removeFirst());
      noteIdle();
    }

    void closeOld() {
      while (!free.isEmpty() && free.getFirst().idleUntil() <= now) {
        close(free.removeFirst());
      }
      noteIdle();
    }

    void frees(Open one) {
      free.addLast(one);
      noteIdle();
    }

    private void noteIdle() {
      if (free.isEmpty()) {
        idle.remove(this);
      } else {
        idle.add(this);
      }
    }

    void close(Open one) {
      open--;
      one.slot().close();
    }

    boolean isOver() {
      return open == 0 && waiting.isEmpty();
    }
  }

  @Override
  public void take(Attempt attempt, long at) {
    now = at;
    var path = book.of(attempt.path()).path();
    var lane = lanes.computeIfAbsent(path, Lane::new);
    lane.waiting.add(attempt);
    go(lane);
  }

  /** Begins what can begin on a path. */
  private void go(Lane lane) {
    while (!lane.waiting.isEmpty()) {
      var first = lane.waiting.getFirst();
      boolean late = now > first.validUntil();
      var on = late ? null : connection(lane);
      if (!late && on == null) {
        wakes.set(lane, Math.min(first.validUntil() + 1, now + ASK_AGAIN_MS));
        return;
      }
      lane.waiting.removeFirst();
      standing.goes(lane.path, now);
      if (on != null) {
        busy.put(first.number(), new Busy(lane, on));
      }
      begun.add(first);
    }
    lane.closeOld();
    if (lane.isOver()) {
      lanes.remove(lane.path, lane);
    } else if (!lane.free.isEmpty()) {
      wakes.set(lane, lane.free.getFirst().idleUntil());
    }
  }

  private @Nullable Open connection(Lane lane) {
    var free = lane.lastUsed();
    if (free != null) {
      return free;
    }
    var limits = lane.terms.counted();
    while (true) {
      switch (quotas.ask(limits, lane, lane.open == 0)) {
        case Granted(var slot) -> {
          lane.open++;
          return new Open(slot, 0, 0);
        }
        case Refused(var limit, var _) -> {
          if (limit.bound().isRate() || !closesIdle(limit)) {
            standing.stands(
                lane.path, List.of(new Standing.Spot(Bite.Cause.of(limit), limit.key())), now);
            return null;
          }
        }
      }
    }
  }

  /** Closes an idle connection of another path that counts towards a limit, if there is one. */
  private boolean closesIdle(Applied limit) {
    for (var other : idle) {
      if (other.terms.counted().limits().stream()
          .anyMatch(one -> one.counter().equals(limit.counter()))) {
        other.closeOldest();
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable Attempt next(long at) {
    now = at;
    for (var lane = wakes.due(at); lane != null; lane = wakes.due(at)) {
      go(lane);
    }
    while (!roused.isEmpty()) {
      go(roused.removeFirst());
    }
    return begun.poll();
  }

  @Override
  public void over(Attempt attempt, long at) {
    now = at;
    var was = busy.remove(attempt.number());
    if (was == null) {
      return;
    }
    var lane = was.lane();
    var terms = lane.terms;
    int used = was.on().used() + 1;
    boolean wanted = lane.waiting.isEmpty() && quotas.isWanted(terms.counted(), lane);
    if (used >= terms.messagesPerConnection() || wanted) {
      lane.close(was.on());
    } else {
      long until = at + terms.handling().timeouts().idle().toMillis();
      lane.frees(new Open(was.on().slot(), used, until));
    }
    go(lane);
  }

  @Override
  public long nextAt() {
    return begun.isEmpty() && roused.isEmpty() ? wakes.nextAt() : now;
  }

  @Override
  public List<Bite> close(long at) {
    return standing.close(at);
  }
}

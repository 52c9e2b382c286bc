package milena.router.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import milena.limits.lease.Permits;
import milena.policy.Applied;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Place;
import org.jspecify.annotations.Nullable;

/**
 * Every gate of this process's shapers, by what it is for; and when which of them is to be looked
 * at. Gates that nobody uses are forgotten: memory grows with what is active, not with what was.
 */
final class Gates {
  private static final long KEEP_MS = 60_000;
  private static final long BETWEEN_SWEEPS_MS = 30_000;

  /** The scope of limits that no rule has, but a reaction lowers. */
  private static final String REACTION = "reaction";

  /** A suspension's name. */
  record Path(Per per, String key) {}

  private final @Nullable Permits permits;
  private final Effects effects;
  private final Map<Applied.Counter, Gate> limits = new HashMap<>();
  private final Map<Path, Barrier> barriers = new HashMap<>();
  private final Wakes<Gate> wakes = new Wakes<>();
  private long sweptAt;

  /** A rate that is made later has saved since then, as one that was never forgotten has. */
  private long savingSince = Long.MAX_VALUE;

  /**
   * Has none.
   *
   * @param permits of limits that other processes share; null when there are no others
   * @param effects what reactions have suspended and lowered
   */
  Gates(@Nullable Permits permits, Effects effects) {
    this.permits = permits;
    this.effects = effects;
  }

  /**
   * The gate of a limit, as it is to be from now on.
   *
   * @param version of what says so, later ones higher
   */
  Gate of(Applied limit, long version, long now) {
    var name = limit.counter();
    var bound = least(limit, now);
    var gate = limits.get(name);
    if (gate == null || isOfRate(gate) != bound.isRate()) {
      gate = made(limit, bound, version, now);
      limits.put(name, gate);
    } else {
      become(gate, bound, version);
    }
    gate.keeps(limit);
    gate.used(now);
    return gate;
  }

  private Bound least(Applied limit, long now) {
    var said = limit.bound();
    return effects
        .lowest(limit.per(), limit.key(), limit.kind(), now)
        .filter(by -> Effects.height(by) < Effects.height(said))
        .orElse(said);
  }

  private Gate made(Applied limit, Bound bound, long version, long now) {
    if (permits != null && limit.per().spansSites() && !isOfReaction(limit)) {
      return new LeasedGate(permits, limit, bound, version);
    }
    return bound.isRate() ? new RateGate(bound, emptyAt(limit, now)) : new CountGate(bound);
  }

  /** What a reaction lowers has just been said: nothing is saved of it. */
  private long emptyAt(Applied limit, long now) {
    return isOfReaction(limit) ? now : Math.min(now, savingSince);
  }

  /** What reactions lower is a site's, and so of one partition. */
  private static boolean isOfReaction(Applied limit) {
    return limit.scope().equals(REACTION);
  }

  private static boolean isOfRate(Gate gate) {
    return gate.sort() == Gate.Sort.RATE;
  }

  private static void become(Gate gate, Bound bound, long version) {
    switch (gate) {
      case LeasedGate leased -> leased.become(bound, version);
      case RateGate rate -> rate.become(bound);
      case CountGate count -> count.become(bound);
      case Barrier _ -> throw new IllegalStateException("a barrier is no limit");
    }
  }

  /** The barrier that a suspension closes, as it stands. */
  Barrier barrier(Per per, String key, long now) {
    var barrier = barriers.computeIfAbsent(new Path(per, key), _ -> new Barrier(per, key));
    barrier.closeUntil(effects.suspendedUntil(per, key));
    barrier.used(now);
    return barrier;
  }

  /** Something is suspended for another time than before. */
  void suspensionChanged(Per per, String key, long now) {
    var barrier = barrier(per, key, now);
    if (barrier.hasSleepers()) {
      watch(barrier, now);
    }
  }

  /** What lowers a kind of limit now, for traffic of which the policy itself says nothing. */
  List<Applied> loweredFor(Per per, String key, long now) {
    var found = new ArrayList<Applied>();
    for (var kind : Kind.values()) {
      if (isKeptHere(kind)) {
        effects
            .lowest(per, key, kind, now)
            .ifPresent(by -> found.add(new Applied(per, key, kind, by, REACTION, Place.BUILT_IN)));
      }
    }
    return found;
  }

  /** Somebody waits at a gate. */
  void await(Gate gate, Sleeper sleeper, long now) {
    gate.add(sleeper);
    watch(gate, now);
  }

  private void watch(Gate gate, long now) {
    wakes.set(gate, Math.max(now + 1, gate.opensAt(now)));
  }

  /** Rouses who waits at gates that are open by now; forgets what nobody uses. */
  void timePassed(long now) {
    savingSince = Math.min(savingSince, now);
    for (var gate = wakes.due(now); gate != null; gate = wakes.due(now)) {
      gate.rouse(gate.room(now), now);
      if (gate.hasSleepers()) {
        watch(gate, now);
      }
    }
    if (now - sweptAt > BETWEEN_SWEEPS_MS) {
      sweptAt = now;
      limits.values().removeIf(gate -> gate.forgetIfIdle(now, KEEP_MS));
      barriers.values().removeIf(gate -> gate.forgetIfIdle(now, KEEP_MS));
    }
  }

  /** Limits that are made from now on did not hold before, or elsewhere. */
  void saveFrom(long now) {
    savingSince = now;
  }

  /** Nothing is saved in any rate. */
  void saveNothing(long now) {
    savingSince = now;
    for (var gate : limits.values()) {
      if (gate instanceof RateGate rate) {
        rate.saveNothing(now);
      }
    }
  }

  /** When a gate is to be looked at next; {@link Long#MAX_VALUE} for never. */
  long nextAt() {
    return wakes.nextAt();
  }

  /** How many there are. */
  int size() {
    return limits.size() + barriers.size();
  }

  /** The others are kept by the delivery worker, which owns the connections of a site. */
  static boolean isKeptHere(Kind kind) {
    return kind == Kind.MESSAGE_RATE || kind == Kind.OUTSTANDING;
  }
}

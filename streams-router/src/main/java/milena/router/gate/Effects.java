package milena.router.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import org.jspecify.annotations.Nullable;

/** What reactions have done in this process that lasts still, by what it is for. Times are ms. */
final class Effects {
  private record Target(Per per, String key, @Nullable Kind kind) {
    static Target of(Effect effect) {
      var limit = effect.limit();
      return new Target(
          effect.per(), effect.key(), limit == null ? null : keptHereFor(limit.kind()));
    }
  }

  /** Of each target the effects of all rules: few. */
  private final Map<Target, List<Effect>> inForce = new HashMap<>();

  /** When the first effect of a target ends, or earlier: it may have been renewed since. */
  private final Wakes<Target> ends = new Wakes<>();

  /**
   * Of connections, which the delivery worker opens, there are no more than of what it is given to
   * send: that is what is lowered for them.
   */
  private static Kind keptHereFor(Kind kind) {
    return switch (kind) {
      case CONNECTIONS, OUTSTANDING -> Kind.OUTSTANDING;
      case CONNECTION_RATE, MESSAGE_RATE -> Kind.MESSAGE_RATE;
      case MESSAGES_PER_CONNECTION, RECIPIENTS_PER_TRANSACTION -> kind;
    };
  }

  /**
   * What is in force once something was done: when the same rule has done the same before, that
   * goes on, under its id.
   */
  Effect joined(Effect effect) {
    return inForce.getOrDefault(Target.of(effect), List.of()).stream()
        .filter(other -> other.isOfTheSame(effect))
        .findFirst()
        .map(other -> other.again(effect))
        .orElse(effect);
  }

  /**
   * This is in force, whatever was known of the same before.
   *
   * @return whether that was another limit, or none
   */
  boolean put(Effect effect) {
    var there = inForce.computeIfAbsent(Target.of(effect), _ -> new ArrayList<>(1));
    boolean known =
        there.stream()
            .anyMatch(
                other ->
                    other.isOfTheSame(effect) && Objects.equals(other.limit(), effect.limit()));
    there.removeIf(other -> other.isOfTheSame(effect));
    there.add(effect);
    ends.set(Target.of(effect), effect.until());
    return !known;
  }

  /** Ends one; empty when it is not in force. */
  Optional<Effect> end(String id) {
    var found =
        inForce.values().stream()
            .flatMap(List::stream)
            .filter(effect -> effect.id().equals(id))
            .findFirst();
    found.ifPresent(
        effect ->
            inForce.computeIfPresent(
                Target.of(effect),
                (_, there) -> {
                  there.remove(effect);
                  return there.isEmpty() ? null : there;
                }));
    return found;
  }

  /** Ends what is over by now; answers whether a limit is higher again. */
  boolean timePassed(long now) {
    boolean raised = false;
    for (var target = ends.due(now); target != null; target = ends.due(now)) {
      var there = inForce.getOrDefault(target, List.of());
      boolean ended = there.removeIf(effect -> effect.isOver(now));
      raised |= ended && target.kind() != null;
      if (there.isEmpty()) {
        inForce.remove(target);
      }
      for (var effect : there) {
        ends.set(target, effect.until());
      }
    }
    return raised;
  }

  /** Until when nothing leaves; 0 when it may. */
  long suspendedUntil(Per per, String key) {
    long until = 0;
    for (var effect : inForce.getOrDefault(new Target(per, key, null), List.of())) {
      until = Math.max(until, effect.until());
    }
    return until;
  }

  /** The lowest that a limit was made; empty when nobody has lowered it. */
  Optional<Bound> lowest(Per per, String key, Kind kind, long now) {
    return inForce.getOrDefault(new Target(per, key, kind), List.of()).stream()
        .filter(effect -> !effect.isOver(now))
        .flatMap(effect -> Optional.ofNullable(effect.limit()).stream())
        .map(Effect.Limit::bound)
        .min(Comparator.comparingDouble(Effects::height));
  }

  /** Which of two bounds of one kind is lower. */
  static double height(Bound bound) {
    return bound.isRate() ? bound.perSecond() : bound.most();
  }

  /** All of them. */
  List<Effect> all() {
    return inForce.values().stream().flatMap(List::stream).toList();
  }

  boolean isEmpty() {
    return inForce.isEmpty();
  }
}

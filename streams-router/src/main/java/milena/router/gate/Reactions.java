package milena.router.gate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.policy.Per;
import milena.policy.Reaction;
import milena.policy.Reaction.Act;
import milena.policy.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What is done when servers say something: counts what each rule has heard on each path, and acts
 * when it was often enough. Of the shaper's one thread; times are ms.
 */
public final class Reactions {
  private static final int MOST_COUNTS = 10_000;

  /**
   * One thing that was done.
   *
   * @param until when it ends, ms since 1970
   * @param effect what is in force of it; empty when it is over at once, or there is nothing that
   *     it could be for
   */
  public record Acted(Reaction reaction, Act act, long until, Optional<Effect> effect) {}

  private record Ear(String reaction, String path) {}

  private final Admissions admissions;
  private final Map<Ear, ArrayDeque<Long>> heard =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Ear, ArrayDeque<Long>> eldest) {
          return size() > MOST_COUNTS;
        }
      };

  /** Has heard nothing yet. */
  public Reactions(Admissions admissions) {
    this.admissions = admissions;
  }

  /**
   * A server has answered.
   *
   * @param traffic what it answered to, with the source
   * @param reply code, enhanced code and text
   * @return what was done, in the order of the rules
   */
  public List<Acted> heard(Traffic traffic, String reply, long now) {
    var rules = admissions.policy().reactions();
    if (rules.isEmpty()) {
      return List.of();
    }
    var acted = new ArrayList<Acted>();
    for (var rule : rules) {
      if (rule.where().matches(traffic) && rule.hears(reply) && oftenEnough(rule, traffic, now)) {
        long until = now + rule.lastingMs();
        for (var act : rule.acts()) {
          var effect =
              effect(rule, act, traffic, new Effect.Span(now, until), reply)
                  .map(begun -> admissions.begin(begun, now));
          acted.add(new Acted(rule, act, until, effect));
        }
      }
    }
    return acted;
  }

  private boolean oftenEnough(Reaction rule, Traffic traffic, long now) {
    if (rule.times() <= 1) {
      return true;
    }
    var times =
        heard.computeIfAbsent(
            new Ear(rule.name(), Suspensions.key(Per.PATH, traffic) + traffic.site()),
            _ -> new ArrayDeque<>());
    times.add(now);
    while (now - times.getFirst() > rule.withinMs()) {
      times.removeFirst();
    }
    if (times.size() < rule.times()) {
      return false;
    }
    times.clear();
    return true;
  }

  private static Optional<Effect> effect(
      Reaction rule, Act act, Traffic traffic, Effect.Span span, String reply) {
    return switch (act) {
      case Act.Suspend(var per) -> effect(rule, per, null, traffic, span, reply);
      case Act.Lower(var per, var kind, var bound) ->
          effect(rule, per, new Effect.Limit(kind, bound), traffic, span, reply);
      // The shaper ends the submission.
      case Act.Bounce() -> Optional.empty();
    };
  }

  private static Optional<Effect> effect(
      Reaction rule,
      Per per,
      Effect.@Nullable Limit limit,
      Traffic traffic,
      Effect.Span span,
      String reply) {
    var key = Suspensions.key(per, traffic);
    return key.isEmpty() || span.until() <= span.since()
        ? Optional.empty()
        : Optional.of(Effect.begun(rule.name(), per, key, limit, span, reply));
  }

  /** What was done before a start goes on. */
  public void restore(Effect effect, long now) {
    admissions.restore(effect, now);
  }
}

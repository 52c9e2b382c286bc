package milena.router.gate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import milena.policy.Per;
import milena.policy.Reaction;
import milena.policy.Reaction.Act;
import milena.policy.Traffic;

/**
 * What is done when servers say something: counts what each rule has heard on each path, and acts
 * when it was often enough. Of the shaper's one thread; times are ms.
 */
public final class Reactions {
  private static final int MOST_COUNTS = 10_000;

  /** One thing that was done. */
  public record Acted(Reaction reaction, Act act, long until) {}

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
          act(act, traffic, now, until);
          acted.add(new Acted(rule, act, until));
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

  private void act(Act act, Traffic traffic, long now, long until) {
    switch (act) {
      case Act.Suspend(var per) -> {
        var key = Suspensions.key(per, traffic);
        if (!key.isEmpty()) {
          admissions.suspend(per, key, now, until);
        }
      }
      case Act.Lower(var per, var kind, var bound) -> {
        var key = Suspensions.key(per, traffic);
        if (!key.isEmpty()) {
          admissions.lower(per, key, kind, bound, until);
        }
      }
      case Act.Bounce() -> {
        // The shaper ends the submission.
      }
    }
  }
}

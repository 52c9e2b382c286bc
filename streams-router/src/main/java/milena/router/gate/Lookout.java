package milena.router.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import milena.policy.Per;

/** How what holds for some traffic stands, without letting anything pass. Times are ms. */
final class Lookout {
  private final ToLongFunction<String> sickUntil;
  private final long now;
  private final List<GateStanding> found = new ArrayList<>();

  private Lookout(ToLongFunction<String> sickUntil, long now) {
    this.sickUntil = sickUntil;
    this.now = now;
  }

  /**
   * All that some traffic must pass: limits in any case, the rest where it is shut.
   *
   * @param sickUntil until when a source cannot be used; 0 for one that can
   */
  static List<GateStanding> of(Terms terms, ToLongFunction<String> sickUntil, long now) {
    var lookout = new Lookout(sickUntil, now);
    lookout.look(terms);
    return lookout.found;
  }

  private void look(Terms terms) {
    var hours = terms.hours();
    if (hours != null && hours.next(now) > now) {
      found.add(GateStanding.shut(GateStanding.HOURS, "", "", hours.next(now)));
    }
    look(terms.gates(), "");
    for (var choice : terms.sources().choices()) {
      long sick = sickUntil.applyAsLong(choice.source());
      if (sick > now) {
        found.add(GateStanding.shut(GateStanding.SOURCE, choice.source(), choice.source(), sick));
      }
      look(choice.gates(), choice.source());
    }
  }

  /**
   * Barriers only while they are shut, and what stays shut of itself not at all.
   *
   * @param source whose own they are; empty for whatever source
   */
  private void look(List<Gate> gates, String source) {
    for (var gate : gates) {
      long opensAt = gate.opensAt(now);
      var limit = gate.limit();
      if (limit != null) {
        found.add(standing(limit.kind().word(), limit.per(), limit.key(), source, gate, opensAt));
      } else if (gate instanceof Barrier barrier && opensAt > now) {
        found.add(
            standing(GateStanding.SUSPENSION, barrier.per(), barrier.key(), source, gate, opensAt));
      }
    }
  }

  private GateStanding standing(
      String what, Per per, String key, String source, Gate gate, long opensAt) {
    long left =
        switch (gate) {
          case LeasedGate _ -> opensAt > now ? 0 : -1;
          case RateGate _, CountGate _, Barrier _ -> gate.room(now);
        };
    return new GateStanding(
        what, per.word(), key, source, gate.bound(), left, opensAt, gate.sleepers());
  }
}

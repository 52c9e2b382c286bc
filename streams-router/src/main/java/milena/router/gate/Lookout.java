package milena.router.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** How what holds for some traffic stands, without letting anything pass. Times are ms. */
final class Lookout {
  private final Gates gates;
  private final ToLongFunction<String> sickUntil;
  private final long now;
  private final List<GateStanding> found = new ArrayList<>();

  private Lookout(Gates gates, ToLongFunction<String> sickUntil, long now) {
    this.gates = gates;
    this.sickUntil = sickUntil;
    this.now = now;
  }

  /**
   * All that some traffic must pass: limits in any case, the rest where it is shut.
   *
   * @param sickUntil until when a source cannot be used; 0 for one that can
   */
  static List<GateStanding> of(
      Terms terms, Gates gates, ToLongFunction<String> sickUntil, long now) {
    var lookout = new Lookout(gates, sickUntil, now);
    lookout.look(terms);
    return lookout.found;
  }

  private void look(Terms terms) {
    var hours = terms.hours();
    if (hours != null && hours.next(now) > now) {
      found.add(GateStanding.shut(GateStanding.HOURS, "", "", hours.next(now)));
    }
    gates.standings(terms.gates(), "", now, found);
    for (var choice : terms.sources().choices()) {
      long sick = sickUntil.applyAsLong(choice.source());
      if (sick > now) {
        found.add(GateStanding.shut(GateStanding.SOURCE, choice.source(), choice.source(), sick));
      }
      gates.standings(choice.gates(), choice.source(), now, found);
    }
  }
}

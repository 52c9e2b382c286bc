package milena.policy.document;

import java.util.HashMap;
import java.util.Map;
import milena.policy.Place;

/** What is said of exactly the same traffic more than once: one of the two has no effect. */
final class Repeats {
  private final Findings findings;
  private final Map<Object, Place> said = new HashMap<>();

  Repeats(Findings findings) {
    this.findings = findings;
  }

  /** Notes what a later one replaces. */
  void lastWins(Object what, Place place) {
    var before = said.put(what, place);
    if (before != null) {
      findings.noEffect(
          before, place + " says the same of the same traffic, and the later one holds", "");
    }
  }

  /** Notes what hides a later one. */
  void firstWins(Object what, Place place) {
    var before = said.putIfAbsent(what, place);
    if (before != null) {
      findings.noEffect(place, before + " is for the same traffic, and the first one holds", "");
    }
  }
}

package milena.policy.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import milena.policy.Place;
import milena.policy.document.Finding.Severity;
import milena.runtime.config.Nearest;

/** Gathers what is found. Bounded, so that a hostile document costs bounded time and memory. */
final class Findings {
  private static final int MOST = 1000;

  /** To look for what was meant takes time: only so often. */
  private static final int MOST_GUESSES = 100;

  private final List<Finding> found = new ArrayList<>();
  private int guesses;
  private boolean wrong;

  void error(Place place, String message) {
    error(place, message, "");
  }

  void error(Place place, String message, String suggestion) {
    wrong = true;
    add(new Finding(Severity.ERROR, place, message, suggestion));
  }

  void noEffect(Place place, String message, String suggestion) {
    add(new Finding(Severity.NO_EFFECT, place, message, suggestion));
  }

  private void add(Finding finding) {
    if (found.size() < MOST) {
      found.add(finding);
    } else if (found.size() == MOST) {
      found.add(
          new Finding(
              Severity.ERROR,
              finding.place(),
              "there is more to say than " + MOST + " findings",
              "correct these first"));
      wrong = true;
    }
  }

  /** What a name may have been meant to be, as a suggestion; empty where nothing is known. */
  String meant(String written, Collection<String> known) {
    if (known.isEmpty() || guesses >= MOST_GUESSES) {
      return "";
    }
    guesses++;
    return "did you mean " + Nearest.to(written, known) + "?";
  }

  /** Whether the document cannot come into force. */
  boolean wrong() {
    return wrong;
  }

  /** All of it, by line. */
  List<Finding> byLine() {
    return found.stream().sorted(Comparator.comparingInt(one -> one.place().line())).toList();
  }
}

package milena.standalone.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What whoever reads a trial's figures has to know. */
public final class TrialNotes {

  private static final List<String> ALWAYS =
      List.of(
          "Compare now with new: both come from the same trial. What was recorded differs from now"
              + " by what a trial leaves out: operators' commands, other versions of the policy,"
              + " and times at which a node or the way to a server was slow.",
          "An attempt has the answer of the recorded attempt of the same number, after as long as"
              + " it took then. One beyond those has the last one's; mail without any is taken for"
              + " delivered, in the time that the last attempt at its site took.",
          "Servers answer as they did: that they might object to more mail is not known.",
          "Connections keep to the limits; each message is a transaction of its own.");

  private TrialNotes() {}

  /**
   * In lines.
   *
   * @param leftOut how many submissions were, by why in words
   * @param allDomains whether the exchangers of all domains were looked up
   */
  public static List<String> of(Map<String, Long> leftOut, boolean allDomains) {
    var notes = new ArrayList<>(ALWAYS);
    new TreeMap<>(leftOut)
        .forEach((why, count) -> notes.add("Left out, %s: %,d.".formatted(why, count)));
    if (!allDomains) {
      notes.add(
          "There are very many domains; providers are told by MX for the first of them only.");
    }
    return notes;
  }
}

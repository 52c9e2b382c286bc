package milena.policy.document;

import java.util.Set;

/**
 * What the readers of all sections share while one document is read.
 *
 * @param findings what is wrong or of no effect
 * @param names what is defined and used
 * @param repeats what is said twice
 * @param classes of replies that mail is deferred by, as events name them; empty for unknown
 */
record Reading(Findings findings, Names names, Repeats repeats, Set<String> classes) {

  static Reading of(Set<String> classes) {
    var findings = new Findings();
    return new Reading(findings, new Names(findings), new Repeats(findings), Set.copyOf(classes));
  }
}

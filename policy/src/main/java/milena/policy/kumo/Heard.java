package milena.policy.kumo;

import java.util.List;

/** What is to be heard, of which KumoMTA has a regular expression. */
sealed interface Heard {

  /**
   * It can be said.
   *
   * @param when must be found
   * @param unless none of these may be
   */
  record Words(String when, List<String> unless) implements Heard {
    /** Copies. */
    public Words {
      unless = List.copyOf(unless);
    }
  }

  /**
   * It cannot.
   *
   * @param why for whoever wrote it
   */
  record Unheard(String why) implements Heard {}
}

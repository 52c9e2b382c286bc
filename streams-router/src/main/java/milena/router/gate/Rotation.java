package milena.router.gate;

import java.util.Arrays;
import java.util.List;

/**
 * The sources of a pool at a site, which take turns by their weights: smoothly, so that a weight of
 * 3 to 1 is a, a, b, a and not a, a, a, b. One that cannot be used leaves its turns to the others.
 */
final class Rotation {
  private static final long LONGEST_START = 100;

  /**
   * A source of the pool.
   *
   * @param gates that what leaves from it passes, besides those of the traffic
   */
  record Choice(String source, int weight, List<Gate> gates) {}

  private final List<Choice> choices;
  private final long[] turns;

  /**
   * Has served nobody.
   *
   * @param phase where in the round it begins: different ones begin with different sources, so that
   *     a thousand small ones together keep the weights
   */
  Rotation(List<Choice> choices, int phase) {
    this.choices = List.copyOf(choices);
    this.turns = new long[choices.size()];
    if (choices.size() > 1) {
      long round = choices.stream().mapToLong(Choice::weight).sum();
      var all = new boolean[turns.length];
      Arrays.fill(all, true);
      // A long round is begun at one of its first places: weights that large are rare.
      for (long skipped = Math.floorMod(phase, Math.min(round, LONGEST_START));
          skipped > 0;
          skipped--) {
        took(next(all), all);
      }
    }
  }

  /** Whether there is nothing to choose, and nothing to pass. */
  boolean isSystemsChoice() {
    return choices.size() == 1
        && choices.getFirst().source().isEmpty()
        && choices.getFirst().gates().isEmpty();
  }

  List<Choice> choices() {
    return choices;
  }

  /** Which of those that may be used is next; -1 when none may. */
  int next(boolean[] usable) {
    int best = -1;
    for (int i = 0; i < turns.length; i++) {
      if (usable[i] && (best < 0 || turn(i) > turn(best))) {
        best = i;
      }
    }
    return best;
  }

  private long turn(int index) {
    return turns[index] + choices.get(index).weight();
  }

  /** One left from this source, when these could be used. */
  void took(int chosen, boolean[] usable) {
    long sum = 0;
    for (int i = 0; i < turns.length; i++) {
      if (usable[i]) {
        sum += choices.get(i).weight();
        turns[i] = turn(i);
      }
    }
    turns[chosen] -= sum;
  }
}

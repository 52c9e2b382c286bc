package milena.router.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a pool at a site, which take turns by their weights: smoothly, so that a weight of
 * 3 to 1 is a, a, b, a and not a, a, a, b. One that cannot be used leaves its turns to the others.
 */
final class Rotation {

  /**
   * A source of the pool.
   *
   * @param gates that what leaves from it passes, besides those of the traffic
   */
  record Choice(String source, int weight, List<Gate> gates) {}

  private final List<Choice> choices;
  private final long[] turns;

  Rotation(List<Choice> choices) {
    this.choices = List.copyOf(choices);
    this.turns = new long[choices.size()];
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

  /** Which of those that may be used is next; null when none may. */
  @Nullable Choice next(boolean[] usable) {
    int best = -1;
    long sum = 0;
    for (int i = 0; i < turns.length; i++) {
      if (usable[i]) {
        sum += choices.get(i).weight();
        turns[i] += choices.get(i).weight();
        if (best < 0 || turns[i] > turns[best]) {
          best = i;
        }
      }
    }
    if (best < 0) {
      return null;
    }
    turns[best] -= sum;
    return choices.get(best);
  }
}

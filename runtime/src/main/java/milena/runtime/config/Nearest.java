package milena.runtime.config;

import java.util.Collection;
import java.util.Comparator;

/** The known name that a misspelt one most likely meant. */
public final class Nearest {

  /** Longer input is compared by its head only, so that hostile names cost bounded time. */
  private static final int LONGEST = 64;

  private Nearest() {}

  /** The candidate with the smallest edit distance; among equals, the first in the alphabet. */
  public static String to(String wrong, Collection<String> candidates) {
    var head = wrong.length() > LONGEST ? wrong.substring(0, LONGEST) : wrong;
    return candidates.stream()
        .min(
            Comparator.<String>comparingInt(known -> distance(head, known))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
  static int distance(String from, String to) {
    var cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(int[][] cost, String from, String to, int i, int j) {
    var replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    var best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    var swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}

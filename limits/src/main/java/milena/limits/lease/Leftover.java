package milena.limits.lease;

/**
 * Who gets what is left over when a count does not divide evenly. Who wants how much is a guess
 * that changes several times a second; what it would be taken from is in use.
 */
final class Leftover {

  private Leftover() {}

  /**
   * Of those whose parts differ by one, lets the one have the larger that has it taken already.
   *
   * @param targets changed in place; their sum stays as it is
   * @param wants nobody gets more
   * @param used what each has taken
   */
  static void keep(long[] targets, long[] wants, long[] used) {
    for (int i = 0; i < targets.length; i++) {
      for (int j = 0; j < targets.length && lacks(i, targets, wants, used); j++) {
        if (targets[j] == targets[i] + 1 && targets[j] > used[j]) {
          targets[i]++;
          targets[j]--;
        }
      }
    }
  }

  private static boolean lacks(int i, long[] targets, long[] wants, long[] used) {
    return used[i] > targets[i] && wants[i] > targets[i];
  }
}

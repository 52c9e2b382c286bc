package milena.router.trial;

import java.util.Arrays;

/**
 * How long things took, in counts whose size does not grow with how many there are. What is told of
 * them is right to the ms below 128 ms, and to less than one in a hundred above.
 */
public final class Delays {
  private static final int BITS = 6;
  private static final int STEPS = 1 << BITS;
  private static final int EXACT = 2 * STEPS;
  private static final int LARGEST = 45;

  private final long[] counts = new long[EXACT + (LARGEST - BITS) * STEPS];
  private long count;

  /** One took so long, ms. */
  void add(long ms) {
    counts[index(Math.clamp(ms, 0, (1L << LARGEST) - 1))]++;
    count++;
  }

  private static int index(long ms) {
    if (ms < EXACT) {
      return (int) ms;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(ms);
    int step = (int) (ms >>> (power - BITS)) & (STEPS - 1);
    return EXACT + (power - BITS - 1) * STEPS + step;
  }

  private static long middle(int index) {
    if (index < EXACT) {
      return index;
    }
    int shift = (index - EXACT) / STEPS + 1;
    long least = (long) (STEPS + (index - EXACT) % STEPS) << shift;
    return least + (1L << (shift - 1));
  }

  /** Whether each of the others took as long as one of these, as far as can be told. */
  boolean sameAs(Delays others) {
    return Arrays.equals(counts, others.counts);
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /**
   * Returns the time that a share of them did not exceed, ms; -1 if there are none.
   *
   * @param share from 0 to 1
   */
  public long percentile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long passed = 0;
    for (int i = 0; i < counts.length; i++) {
      passed += counts[i];
      if (passed >= rank) {
        return middle(i);
      }
    }
    return -1;
  }
}

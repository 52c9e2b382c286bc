package milena.limits.share;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Who should get how much. */
public final class Fairness {

  private Fairness() {}

  /**
   * Divides a whole: whoever wants least gets it first, up to an equal part of what is left, so
   * that nobody is short because another wants much. What nobody wants goes to all alike, and is
   * there when they do.
   *
   * @return shares whose sum is not above the whole, in the order of the wants
   */
  public static long[] divide(long whole, long[] wants) {
    var shares = new long[wants.length];
    long left = whole;
    int to = wants.length;
    var ascending =
        IntStream.range(0, wants.length)
            .boxed()
            .sorted((one, other) -> Long.compare(wants[one], wants[other]))
            .toList();
    for (int index : ascending) {
      shares[index] = Math.min(Math.max(0, wants[index]), left / to);
      left -= shares[index];
      to--;
    }
    long each = wants.length == 0 ? 0 : left / wants.length;
    return Arrays.stream(shares).map(share -> share + each).toArray();
  }
}

package milena.policy;

/**
 * The most of something.
 *
 * @param most at least 1, or 0 for nothing at all
 * @param periodMs in so many ms; 0 for at one time
 * @param burst of a rate: so many may go at once after a pause, at least 1; 0 otherwise
 */
public record Bound(long most, long periodMs, long burst) {

  private static final double MS_IN_SECOND = 1e3;

  /** Checks the ranges. */
  public Bound {
    if (most < 0 || periodMs < 0 || burst < 0) {
      throw new IllegalArgumentException("no bound: " + most + " in " + periodMs + " ms");
    }
  }

  /** So many at one time. */
  public static Bound of(long most) {
    return new Bound(most, 0, 0);
  }

  /** Whether it is so many in a length of time. */
  public boolean isRate() {
    return periodMs > 0;
  }

  /** Of a rate: so many a second. */
  public double perSecond() {
    return most * MS_IN_SECOND / periodMs;
  }
}

package milena.limits.lease;

/**
 * How much of the time somebody was refused, 0 to 1. What is refused now and then has nearly
 * enough; what is refused all the time may want any amount, and finds out by wanting twice as much.
 */
final class Hunger {
  private static final int STEEPNESS = 8;
  private static final double GROWTH = 2;
  private static final double LITTLE = 0.7;
  private static final double FIRST_PART = 20;

  // A new one is hungry: it has nothing.
  private double refused = 1;

  void sample(boolean wasRefused, long elapsed, double averagedMs) {
    double weight = weight(elapsed, averagedMs);
    refused += weight * ((wasRefused ? 1 : 0) - refused);
  }

  /** Wants this much, or up to twice its share. */
  double wish(double enough, double share, double all) {
    double doubt = Math.pow(refused, STEEPNESS);
    return (1 - doubt) * enough
        + doubt * Math.max(enough, Math.max(GROWTH * share, all / FIRST_PART));
  }

  boolean isLittle() {
    return refused < LITTLE;
  }

  void begin() {
    refused = 1;
  }

  static double weight(long elapsed, double averagedMs) {
    return 1 - Math.exp(-elapsed / averagedMs);
  }
}

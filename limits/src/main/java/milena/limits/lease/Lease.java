package milena.limits.lease;

/**
 * A share of a limit, for a second at most from when its user asked for it.
 *
 * @param limit its name
 * @param task who gets it
 * @param askedAt of the {@link Ask} that it answers; the lease counts from then, by the same clock
 * @param serial of this owner's leases for this ask, a later one has a higher one
 * @param share parts: of a count, the most that may be taken at one time
 * @param periodMs of a rate: the period that the share is for
 * @param cap of a rate: the most that may be saved
 * @param tokens of a rate: permits to begin with
 */
public record Lease(
    String limit,
    String task,
    long askedAt,
    long serial,
    long share,
    long periodMs,
    double cap,
    double tokens) {

  /** So long after it was asked for, nothing may be taken by it. */
  public static final long LASTS_MS = 1_000;

  private static final double THOUSAND = 1_000;

  /** Thousandths of a permit, as they are written: never more. */
  static double rounded(double permits) {
    return Math.floor(permits * THOUSAND) / THOUSAND;
  }

  long endsAt() {
    return askedAt + LASTS_MS;
  }
}

package milena.limits.share;

/**
 * A share of a limit.
 *
 * @param limit its name
 * @param task who gets it
 * @param granted thousandths of a permit a period
 * @param validMs for how long it is nobody else's, unless it is renewed or replaced
 * @param serial higher than that of every earlier award of the limit
 */
public record Award(String limit, String task, long granted, long validMs, long serial) {}

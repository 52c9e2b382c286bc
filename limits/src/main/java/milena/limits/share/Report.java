package milena.limits.share;

/**
 * What one of those who use a limit says of it.
 *
 * @param limit as it knows it
 * @param task who it is
 * @param wanted how much it could use, in thousandths of a permit a period
 * @param held the share that it goes by
 * @param serial of the award that this is from; 0 for none
 */
public record Report(Limit limit, String task, long wanted, long held, long serial) {}

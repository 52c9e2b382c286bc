package milena.limits.lease;

/**
 * What one who uses a limit says of it. Said anew before its lease ends.
 *
 * @param limit as it knows it
 * @param task who it is; another after every start
 * @param askedAt when it says this, ms of its own clock: later than everything it said before
 * @param goesBy serial of the lease that it goes by; 0 for none
 * @param wanted how many parts it could use; 0 when it uses no lease any more, and none that it may
 *     still get for what it said before
 * @param atOnce the most that it takes at once
 * @param used of a count: what it has taken and not given back
 * @param level of a rate: the permits that it has saved
 * @param returned of a rate: permits that it had saved and gives up
 */
public record Ask(
    StrictLimit limit,
    String task,
    long askedAt,
    long goesBy,
    long wanted,
    int atOnce,
    long used,
    double level,
    double returned) {}

package milena.limits.lease;

/**
 * An owner's claim of a partition, written to that partition: what is asked after it is its to
 * answer, what was asked before it never is. So no ask has two owners, whoever believes what.
 *
 * @param claimant who claims; another after every start
 * @param partition of what is asked
 * @param number of the claimant's claims, a later one has a higher one
 */
public record Claim(String claimant, int partition, long number) {}

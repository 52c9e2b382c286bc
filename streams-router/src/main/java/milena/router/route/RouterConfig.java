package milena.router.route;

import java.time.Duration;

/**
 * What the router goes by.
 *
 * @param expiry how long a submission lives when its sender asks for nothing else
 * @param longestExpiry no sender gets more than this
 * @param patience how long a submission is parked while its domain's site is asked for
 * @param intakePartitions partitions of {@code mail.submissions}: a recipient is at home in one
 * @param sitePartitions partitions of {@code mail.queue}: each is told of new suppressions
 */
public record RouterConfig(
    Duration expiry,
    Duration longestExpiry,
    Duration patience,
    int intakePartitions,
    int sitePartitions) {}

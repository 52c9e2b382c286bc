package milena.router.route;

import java.time.Duration;

/**
 * What the router goes by.
 *
 * @param expiry how long a submission lives at most, and when its sender asks for nothing less
 * @param patience how long a submission is parked while its domain's site is asked for
 * @param intakePartitions partitions of {@code mail.submissions}: a recipient is at home in one
 * @param sitePartitions partitions of {@code mail.queue}: each is told of new suppressions
 */
public record RouterConfig(
    Duration expiry, Duration patience, int intakePartitions, int sitePartitions) {}

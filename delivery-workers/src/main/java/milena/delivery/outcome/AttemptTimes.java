package milena.delivery.outcome;

/**
 * What an attempt took.
 *
 * @param startedAt when a connection or a lane took it up, ms since the epoch
 * @param endedAt when it was decided, ms since the epoch
 * @param connectMs spent on connecting; 0 on a connection in use before
 * @param sendMs from MAIL to the final reply; 0 when no transaction began
 * @param bytes message bytes sent
 */
public record AttemptTimes(long startedAt, long endedAt, int connectMs, int sendMs, long bytes) {}

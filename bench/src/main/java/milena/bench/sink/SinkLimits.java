package milena.bench.sink;

import java.time.Duration;

/**
 * What bounds the sink's memory and patience.
 *
 * @param messageBytes the largest message taken; a larger one gets 552 5.3.4
 * @param connections how many clients at a time; one more gets 421
 * @param recipients how many recipients in a transaction, at least 100 (RFC 5321 section
 *     4.5.3.1.8); one more gets 452
 * @param trackedDeliveries up to how many deliveries are told apart exactly when counting
 *     duplicates; 16 to 32 bytes of heap each
 * @param idle how long a client may say nothing
 */
public record SinkLimits(
    long messageBytes, int connections, int recipients, int trackedDeliveries, Duration idle) {
  private static final int MAX_TRACKED = 500_000_000;

  /** Checks the ranges. */
  public SinkLimits {
    if (messageBytes < 1 || connections < 1 || recipients < 100) {
      throw new IllegalArgumentException(
          "needs a message size and connections from 1, recipients from 100");
    }
    if (trackedDeliveries < 0 || trackedDeliveries > MAX_TRACKED) {
      throw new IllegalArgumentException("tracked deliveries must be from 0 to " + MAX_TRACKED);
    }
    if (idle.isNegative() || idle.isZero()) {
      throw new IllegalArgumentException("idle must be longer than nothing");
    }
  }

  /** Returns 64 MiB, 10,000 connections, 1,000 recipients, 5 million deliveries, 5 minutes. */
  public static SinkLimits defaults() {
    return new SinkLimits(64L << 20, 10_000, 1_000, 5_000_000, Duration.ofMinutes(5));
  }

  /** Returns this with room for other many clients at a time. */
  public SinkLimits withConnections(int other) {
    return new SinkLimits(messageBytes, other, recipients, trackedDeliveries, idle);
  }
}

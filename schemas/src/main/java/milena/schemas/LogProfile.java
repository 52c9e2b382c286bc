package milena.schemas;

import java.time.Duration;

/**
 * How the log is kept: the numbers that the catalogue of topics leaves open.
 *
 * @param intakePartitions partitions of the topics keyed by recipient, from 1
 * @param sitePartitions partitions of the topics placed by the shard map, from 1
 * @param replication copies of each partition
 * @param minInsyncReplicas copies that must have a record before it is acknowledged
 * @param flushed whether acknowledged records are forced to disk: the durability of a single node
 * @param bodyHorizon how long bodies are kept at least: the longest schedule plus expiry, plus two
 *     days
 * @param auditHorizon how long bodiless records are kept
 */
public record LogProfile(
    int intakePartitions,
    int sitePartitions,
    int replication,
    int minInsyncReplicas,
    boolean flushed,
    Duration bodyHorizon,
    Duration auditHorizon) {

  /** Checks that the account can outlive the bodies. */
  public LogProfile {
    if (intakePartitions < 1 || sitePartitions < 1 || replication < 1 || minInsyncReplicas < 1) {
      throw new IllegalArgumentException("partitions and replicas start at 1");
    }
    if (auditHorizon.compareTo(bodyHorizon) < 0) {
      throw new IllegalArgumentException(
          "the audit horizon "
              + auditHorizon
              + " must not be shorter than the body horizon "
              + bodyHorizon);
    }
  }

  /** One node: what is acknowledged is on its disk. */
  public static LogProfile singleNode(int partitions, Duration longestLife) {
    return of(partitions, 1, 1, true, longestLife);
  }

  /** Three replicas: what is acknowledged is on two machines at least. */
  public static LogProfile replicated(int partitions, Duration longestLife) {
    return of(partitions, 3, 2, false, longestLife);
  }

  private static LogProfile of(
      int partitions, int replication, int minInsync, boolean flushed, Duration longestLife) {
    var bodies = longestLife.plusDays(2);
    var audit = bodies.compareTo(Duration.ofDays(30)) > 0 ? bodies : Duration.ofDays(30);
    return new LogProfile(partitions, partitions, replication, minInsync, flushed, bodies, audit);
  }

  /** How long topics are kept whose records only matter while a submission is under way. */
  public Duration daysHorizon() {
    return bodyHorizon;
  }
}

package milena.limits.share;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The limits that are owned here, by the partitions in which their reports come. A new owner first
 * listens: who has a share goes on with it meanwhile, and says so. Of one thread.
 */
public final class Owner {

  /** Longer than the longest time between two reports of one holder. */
  static final long LISTEN_MS = 3_000;

  /** All who share a new limit have heard of it by then. */
  private static final long NEW_LIMIT_MS = 500;

  private static final long SERIALS_IN_MS = 1_000;

  private final Map<Integer, Partition> partitions = new HashMap<>();
  private long serial;

  private record Partition(long listensUntil, Map<String, Sharing> limits) {}

  /** A partition has become ours. */
  public void assigned(int partition, long now) {
    partitions.put(partition, new Partition(now + LISTEN_MS, new HashMap<>()));
    serial = Math.max(serial, now * SERIALS_IN_MS);
  }

  /** It is ours no more. */
  public void revoked(int partition) {
    partitions.remove(partition);
  }

  /** How many limits have a holder. */
  public int limits() {
    return partitions.values().stream().mapToInt(it -> it.limits.size()).sum();
  }

  /** Takes a report up; one of a partition that is not ours is passed over. */
  public void hear(int partition, Report report, long now) {
    var owned = partitions.get(partition);
    if (owned == null) {
      return;
    }
    // Awards of whoever owned it before us must not be taken for later ones.
    serial = Math.max(serial, report.serial());
    owned
        .limits
        .computeIfAbsent(
            report.limit().name(),
            _ -> new Sharing(report.limit(), Math.max(owned.listensUntil, now + NEW_LIMIT_MS)))
        .hear(report, now);
  }

  /** What is to be said now. */
  public List<Award> decide(long now) {
    var awards = new ArrayList<Award>();
    for (var partition : partitions.values()) {
      partition.limits.values().removeIf(sharing -> sharing.isIdle(now));
      for (var sharing : partition.limits.values()) {
        awards.addAll(sharing.decide(now, () -> ++serial));
      }
    }
    return awards;
  }
}

package milena.limits.share;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The shares that one process goes by. Safe for use by several threads; answers at once. Times are
 * of one monotonic clock, ms.
 */
public final class Shares {

  private final String task;
  private final Map<String, Bucket> buckets = new HashMap<>();

  /**
   * Knows no limit yet.
   *
   * @param task by which the owners know this process
   */
  public Shares(String task) {
    this.task = task;
  }

  /** So much of a limit. */
  public record Wish(String limit, int amount) {}

  /** These are the limits from now on. */
  public synchronized void follow(Collection<Limit> limits, long now) {
    buckets.keySet().retainAll(limits.stream().map(Limit::name).collect(Collectors.toSet()));
    for (var limit : limits) {
      buckets.computeIfAbsent(limit.name(), _ -> new Bucket(limit, now)).become(limit, now);
    }
  }

  /** Whether there are any limits. */
  public synchronized boolean any() {
    return !buckets.isEmpty();
  }

  /** How long until all that is there, ms; 0 for now. Nothing is taken. */
  public synchronized long look(List<Wish> wishes, long now) {
    long longest = 0;
    for (var wish : wishes) {
      var bucket = buckets.get(wish.limit());
      longest = bucket == null ? longest : Math.max(longest, bucket.wait(wish.amount(), now));
    }
    return longest;
  }

  /**
   * Takes all, or none.
   *
   * @return 0 when it was taken, else how long until it is worth asking again, ms
   */
  public synchronized long take(List<Wish> wishes, long now) {
    long wait = look(wishes, now);
    if (wait == 0) {
      charge(wishes, now);
    }
    return wait;
  }

  /** Takes all, whether or not it is there: what is missing is paid back before anything else. */
  public synchronized void charge(List<Wish> wishes, long now) {
    for (var wish : wishes) {
      var bucket = buckets.get(wish.limit());
      if (bucket != null) {
        bucket.take(wish.amount(), now);
      }
    }
  }

  /** So much more is wanted, and is not asked for now. */
  public synchronized void missed(List<Wish> wishes, long now) {
    for (var wish : wishes) {
      var bucket = buckets.get(wish.limit());
      if (bucket != null) {
        bucket.missed(wish.amount(), now);
      }
    }
  }

  /** Takes an award up; one of somebody else is passed over. */
  public synchronized void apply(Award award, long now) {
    var bucket = buckets.get(award.limit());
    if (bucket != null && award.task().equals(task)) {
      bucket.apply(award, now);
    }
  }

  /** What is to be said now. */
  public synchronized List<Report> reports(long now) {
    var reports = new ArrayList<Report>();
    for (var bucket : buckets.values()) {
      var report = bucket.report(task, now);
      if (report != null) {
        reports.add(report);
      }
    }
    return reports;
  }

  /** The part of a limit that this process goes by, 0 to 1; 0 for one that it does not know. */
  public synchronized double part(String limit) {
    var bucket = buckets.get(limit);
    return bucket == null ? 0 : bucket.part();
  }

  /** The part that it goes by on the average of its limits, 0 to 1; 0 without any. */
  public synchronized double part() {
    return buckets.values().stream().mapToDouble(Bucket::part).average().orElse(0);
  }

  /** How many limits there are. */
  public synchronized int limits() {
    return buckets.size();
  }

  /** How many shares are older than their lease. */
  public synchronized long expired(long now) {
    return buckets.values().stream().filter(bucket -> bucket.expired(now)).count();
  }
}

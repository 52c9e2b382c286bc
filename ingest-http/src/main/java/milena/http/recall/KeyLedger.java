package milena.http.recall;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of each key, decided by the order and the times of its records alone, so that
 * every node that has read as far decides alike. Safe for use by several threads.
 *
 * <p>Who began a request first has it, for as long as it says so again within the lease, and keeps
 * others out with another body; what is done stays so for a day. No tenant has more keys than are
 * left free for others: who is alone has half of all, who comes second half of the rest.
 */
final class KeyLedger {

  /** How long an answer is kept. */
  static final Duration KEPT = Duration.ofHours(24);

  /** Who does not say again that it works on something within this has lost it. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private final int most;
  private final Map<String, Kept> entries = new LinkedHashMap<>();
  private final Map<String, Share> shares = new HashMap<>();

  /** Whether there is room for one key more. */
  enum Room {
    /** There is. */
    FREE,
    /** There is, but not for this tenant, which has its part. */
    TENANT_HAS_ENOUGH,
    /** There is none. */
    FULL
  }

  /** An entry, and whose it is. */
  private record Kept(Entry entry, Share share) {}

  /** How many keys a tenant has. */
  private static final class Share {
    private final String tenant;
    private int keys;

    Share(String tenant) {
      this.tenant = tenant;
    }
  }

  /**
   * What is known of a key.
   *
   * @param done whether there is an answer
   * @param at when that was written, by the log's clock
   * @param offset where that is
   */
  record Entry(String hash, String owner, boolean done, long at, long offset) {
    private boolean over(long now) {
      return now - at > (done ? KEPT : LEASE).toMillis();
    }
  }

  KeyLedger(int most) {
    this.most = most;
  }

  /** Somebody of a tenant begins, or goes on. */
  synchronized void started(String name, String tenant, Entry entry) {
    var known = entry(name);
    if (known == null || known.over(entry.at()) || known.owner().equals(entry.owner())) {
      put(name, tenant, entry);
    }
  }

  /** Somebody of a tenant has an answer. */
  synchronized void done(String name, String tenant, Entry entry) {
    var known = entry(name);
    if (known == null || known.over(entry.at()) || known.hash().equals(entry.hash())) {
      put(name, tenant, entry);
    }
  }

  /** It came to nothing. */
  synchronized void gone(String name) {
    var removed = entries.remove(name);
    if (removed != null) {
      uncount(removed.share());
    }
  }

  private @Nullable Entry entry(String name) {
    var kept = entries.get(name);
    return kept == null ? null : kept.entry();
  }

  // The oldest stay first.
  private void put(String name, String tenant, Entry entry) {
    gone(name);
    var share = shares.computeIfAbsent(tenant, Share::new);
    share.keys++;
    entries.put(name, new Kept(entry, share));
  }

  private void uncount(Share share) {
    share.keys--;
    if (share.keys == 0) {
      shares.remove(share.tenant);
    }
  }

  /** What is known of a key now; null for nothing. */
  synchronized @Nullable Entry look(String name, long now) {
    var known = entry(name);
    return known == null || known.over(now) ? null : known;
  }

  /** Whether there is room for one key more of a tenant. */
  synchronized Room roomFor(String tenant, long now) {
    for (Iterator<Kept> all = entries.values().iterator(); all.hasNext(); ) {
      var oldest = all.next();
      if (now - oldest.entry().at() <= KEPT.toMillis()) {
        break;
      }
      all.remove();
      uncount(oldest.share());
    }
    int free = most - entries.size();
    var share = shares.get(tenant);
    if (free <= 0) {
      return Room.FULL;
    }
    return share != null && share.keys >= free ? Room.TENANT_HAS_ENOUGH : Room.FREE;
  }

  synchronized int size() {
    return entries.size();
  }
}

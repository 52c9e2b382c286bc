package milena.http.recall;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of each key, decided by the order and the times of its records alone, so that
 * every node that has read as far decides alike. Safe for use by several threads.
 *
 * <p>Who began a request first has it, for as long as it says so again within the lease, and keeps
 * others out with another body; what is done stays so for a day.
 */
final class KeyLedger {

  /** How long an answer is kept. */
  static final Duration KEPT = Duration.ofHours(24);

  /** Who does not say again that it works on something within this has lost it. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private final int most;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

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

  /** Somebody begins, or goes on. */
  synchronized void started(String name, Entry entry) {
    var known = entries.get(name);
    if (known == null || known.over(entry.at()) || known.owner().equals(entry.owner())) {
      put(name, entry);
    }
  }

  /** Somebody has an answer. */
  synchronized void done(String name, Entry entry) {
    var known = entries.get(name);
    if (known == null || known.over(entry.at()) || known.hash().equals(entry.hash())) {
      put(name, entry);
    }
  }

  /** It came to nothing. */
  synchronized void gone(String name) {
    entries.remove(name);
  }

  // The oldest stay first.
  private void put(String name, Entry entry) {
    entries.remove(name);
    entries.put(name, entry);
  }

  /** What is known of a key now; null for nothing. */
  synchronized @Nullable Entry look(String name, long now) {
    var known = entries.get(name);
    return known == null || known.over(now) ? null : known;
  }

  /** Whether there is room for one key more. */
  synchronized boolean hasRoom(long now) {
    for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
      if (now - all.next().at() <= KEPT.toMillis()) {
        break;
      }
      all.remove();
    }
    return entries.size() < most;
  }

  synchronized int size() {
    return entries.size();
  }
}

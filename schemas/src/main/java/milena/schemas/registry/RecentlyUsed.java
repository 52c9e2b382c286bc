package milena.schemas.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers a bounded number of answers, the least recently used one leaving first. */
final class RecentlyUsed<K, V> {
  private final int limit;
  private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

  RecentlyUsed(int limit) {
    this.limit = limit;
  }

  synchronized @Nullable V get(K key) {
    return entries.get(key);
  }

  synchronized void put(K key, V value) {
    entries.put(key, value);
    if (entries.size() > limit) {
      var eldest = entries.entrySet().iterator();
      Map.Entry<K, V> unused = eldest.next();
      entries.remove(unused.getKey());
    }
  }

  synchronized void remove(K key) {
    entries.remove(key);
  }

  synchronized int size() {
    return entries.size();
  }
}

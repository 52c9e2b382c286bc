package milena.router.shape;

import java.util.LinkedHashSet;
import java.util.Set;

/** What memory has and the store does not yet: it may leave before it has to be written. */
final class Unwritten {
  private final Set<Held> all = new LinkedHashSet<>();

  void add(Held held) {
    all.add(held);
  }

  /** It has left, or is written otherwise. */
  void remove(Held held) {
    all.remove(held);
  }

  /** Writes all of it, with the reason why it still waits. */
  void write(HoldStore store, SiteLine line) {
    for (var held : all) {
      var waits = line.waits(held.site);
      boolean suspended = held.reason == WaitReason.SUSPENDED;
      held.reason = waits == null || suspended ? held.reason : waits;
      write(held, store);
    }
    all.clear();
  }

  /** Writes one that waits. */
  static void write(Held held, HoldStore store) {
    store.putWaiting(held);
    held.stored = true;
    held.waited = true;
  }
}

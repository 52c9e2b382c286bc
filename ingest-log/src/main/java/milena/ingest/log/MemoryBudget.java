package milena.ingest.log;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of message bodies that ingest holds over all connections. Taking never fails, because the
 * bytes are there already; who finds the budget exhausted stops reading until there is room. It is
 * therefore overshot by at most one read of each connection. Safe for use by several threads.
 */
public final class MemoryBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /** A budget of that many bytes. */
  public MemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Whether no more should be read for now. */
  public boolean exhausted() {
    return used.get() >= limit;
  }

  /** Bytes held now. */
  public long used() {
    return used.get();
  }

  /** Notes that bytes are held. */
  public void take(long bytes) {
    used.addAndGet(bytes);
  }

  /** Notes that bytes are held no more, and wakes who waits when that made room. */
  public void giveBack(long bytes) {
    if (bytes > 0 && used.addAndGet(-bytes) < limit) {
      wakeAll();
    }
  }

  /**
   * Has something run once there is room; at once if there is some now.
   *
   * @param wake runs on any thread and must not block
   */
  public void whenRoom(Runnable wake) {
    waiting.add(wake);
    // Room may have come between the caller's check and its entry into the queue.
    if (!exhausted()) {
      wakeAll();
    }
  }

  private void wakeAll() {
    if (waiting.isEmpty()) {
      return;
    }
    // Collected first: one that is woken and finds no room enters the queue again.
    var woken = new ArrayDeque<Runnable>();
    for (var wake = waiting.poll(); wake != null; wake = waiting.poll()) {
      woken.add(wake);
    }
    woken.forEach(Runnable::run);
  }
}

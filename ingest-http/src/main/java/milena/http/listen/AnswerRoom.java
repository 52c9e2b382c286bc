package milena.http.listen;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import milena.http.submit.SharedGate;
import milena.http.submit.SharedGate.Taken;

/**
 * Room for answers, from before they are made until their clients have them. A tenant has a part of
 * it, so that whoever reads nothing of what it is told keeps only its own tenant waiting; and where
 * half of the part is unread, that tenant is told so at once, and takes up no worker. Safe for use
 * by several threads.
 */
final class AnswerRoom {

  private static final int PARTS = 4;

  private final SharedGate room;
  private final long part;
  private final Duration patience;
  // One for each tenant that there ever was: few, and small.
  private final ConcurrentHashMap<String, AtomicLong> unread = new ConcurrentHashMap<>();

  /**
   * Room for that many bytes.
   *
   * @param patience for how long a wish waits
   */
  AnswerRoom(long bytes, Duration patience) {
    this.part = bytes / PARTS;
    this.room = new SharedGate(bytes, part);
    this.patience = patience;
  }

  private AtomicLong unread(String tenant) {
    return unread.computeIfAbsent(tenant, _ -> new AtomicLong());
  }

  /** Waits for room for an answer of at most so many bytes; {@link #made} is to follow. */
  Taken take(String tenant, long expected) throws InterruptedException {
    return unread(tenant).get() >= part / 2
        ? Taken.TENANT_HAS_ENOUGH
        : room.take(tenant, expected, patience);
  }

  /** The answer is made, and has that many bytes of those that were expected; it is unread. */
  void made(String tenant, long expected, long bytes) {
    unread(tenant).addAndGet(bytes);
    room.keep(tenant, expected, bytes);
  }

  /** Its client has it, or is gone. */
  void giveBack(String tenant, long bytes) {
    unread(tenant).addAndGet(-bytes);
    room.giveBack(tenant, bytes);
  }
}

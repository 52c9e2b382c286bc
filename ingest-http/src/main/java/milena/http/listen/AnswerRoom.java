package milena.http.listen;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import milena.http.submit.ByteGate;

/**
 * Room for answers, from before they are made until their clients have them. A tenant has a part of
 * it, so that whoever reads nothing of what it is told keeps only its own tenant waiting; and where
 * half of the part is unread, that tenant is told so at once, and takes up no worker. Safe for use
 * by several threads.
 */
final class AnswerRoom {

  /** What became of a wish for room. */
  enum Taken {
    /** It is taken; {@link #made} is to follow. */
    TAKEN,
    /** The tenant has its part already. */
    TENANT_HAS_ENOUGH,
    /** There is none. */
    FULL
  }

  private static final int PARTS = 4;

  private final ByteGate all;
  private final long part;
  private final Duration patience;
  // One for each tenant that there ever was: few, and small.
  private final ConcurrentHashMap<String, Share> shares = new ConcurrentHashMap<>();

  /** What one tenant has of it. */
  private record Share(ByteGate gate, AtomicLong unread) {}

  /**
   * Room for that many bytes.
   *
   * @param patience for how long a wish waits
   */
  AnswerRoom(long bytes, Duration patience) {
    this.all = new ByteGate(bytes);
    this.part = bytes / PARTS;
    this.patience = patience;
  }

  private Share share(String tenant) {
    return shares.computeIfAbsent(tenant, _ -> new Share(new ByteGate(part), new AtomicLong()));
  }

  /** Waits for room for an answer of at most so many bytes. */
  Taken take(String tenant, long expected) throws InterruptedException {
    var share = share(tenant);
    if (share.unread.get() >= part / 2 || !share.gate.take(expected, patience)) {
      return Taken.TENANT_HAS_ENOUGH;
    }
    boolean room = false;
    try {
      room = all.take(expected, patience);
    } finally {
      if (!room) {
        share.gate.giveBack(expected);
      }
    }
    return room ? Taken.TAKEN : Taken.FULL;
  }

  /** The answer is made, and has that many bytes of those that were expected; it is unread. */
  void made(String tenant, long expected, long bytes) {
    var share = share(tenant);
    share.unread.addAndGet(bytes);
    share.gate.keep(expected, bytes);
    all.keep(expected, bytes);
  }

  /** Its client has it, or is gone. */
  void giveBack(String tenant, long bytes) {
    var share = share(tenant);
    share.unread.addAndGet(-bytes);
    share.gate.giveBack(bytes);
    all.giveBack(bytes);
  }
}

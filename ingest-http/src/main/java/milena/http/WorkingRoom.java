package milena.http;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import milena.http.submit.ByteGate;

/**
 * Memory that is worked with at a time. Most of it is for requests that are large, of which a
 * tenant has one after another; an eighth is kept for small ones, of which a tenant has half, so
 * that a large one that takes long keeps no small one waiting. Safe for use by several threads.
 */
final class WorkingRoom {

  private static final int PART_FOR_SMALL = 8;
  private static final int SMALL = 64;

  private final long small;
  private final Gates forSmall;
  private final Gates forLarge;

  /** Room for that many bytes. */
  WorkingRoom(long bytes) {
    long kept = bytes / PART_FOR_SMALL;
    small = bytes / SMALL;
    forSmall = new Gates(kept, kept / 2);
    forLarge = new Gates(bytes - kept, bytes - kept);
  }

  /** Room of one kind, and each tenant's part of it; one for each tenant that there ever was. */
  private static final class Gates {
    private final ByteGate all;
    private final long part;
    private final ConcurrentHashMap<String, ByteGate> parts = new ConcurrentHashMap<>();

    Gates(long bytes, long part) {
      this.all = new ByteGate(bytes);
      this.part = part;
    }

    boolean take(String tenant, long bytes, Duration patience) throws InterruptedException {
      var own = parts.computeIfAbsent(tenant, _ -> new ByteGate(part));
      if (!own.take(bytes, patience)) {
        return false;
      }
      boolean taken = false;
      try {
        taken = all.take(bytes, patience);
      } finally {
        if (!taken) {
          own.giveBack(bytes);
        }
      }
      return taken;
    }

    void giveBack(String tenant, long bytes) {
      all.giveBack(bytes);
      parts.computeIfAbsent(tenant, _ -> new ByteGate(part)).giveBack(bytes);
    }
  }

  private Gates of(long bytes) {
    return bytes <= small ? forSmall : forLarge;
  }

  /** Waits for room, at most about twice so long; false when there was none. */
  boolean take(String tenant, long bytes, Duration patience) throws InterruptedException {
    return of(bytes).take(tenant, bytes, patience);
  }

  /** Gives back what was taken. */
  void giveBack(String tenant, long bytes) {
    of(bytes).giveBack(tenant, bytes);
  }
}

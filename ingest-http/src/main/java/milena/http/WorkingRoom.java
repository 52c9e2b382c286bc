package milena.http;

import java.time.Duration;
import milena.http.submit.SharedGate;

/**
 * Memory that is worked with at a time. Most of it is for requests that are large, of which a
 * tenant has one after another; an eighth is kept for small ones, of which a tenant has half, so
 * that a large one that takes long keeps no small one waiting. Safe for use by several threads.
 */
final class WorkingRoom {

  private static final int PART_FOR_SMALL = 8;
  private static final int SMALL = 64;

  private final long small;
  private final SharedGate forSmall;
  private final SharedGate forLarge;

  /** Room for that many bytes. */
  WorkingRoom(long bytes) {
    long kept = bytes / PART_FOR_SMALL;
    small = bytes / SMALL;
    forSmall = new SharedGate(kept, kept / 2);
    forLarge = new SharedGate(bytes - kept, bytes - kept);
  }

  private SharedGate of(long bytes) {
    return bytes <= small ? forSmall : forLarge;
  }

  /** Waits for room, at most about twice so long; false when there was none. */
  boolean take(String tenant, long bytes, Duration patience) throws InterruptedException {
    return of(bytes).take(tenant, bytes, patience) == SharedGate.Taken.TAKEN;
  }

  /** Gives back what was taken. */
  void giveBack(String tenant, long bytes) {
    of(bytes).giveBack(tenant, bytes);
  }
}

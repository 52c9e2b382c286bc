package milena.http.submit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Room for so many bytes at a time; who finds none waits, in the order of coming. What is larger
 * than all of the room takes all of it. Safe for use by several threads.
 */
public final class ByteGate {

  private static final int UNIT = 1024;

  private final int units;
  private final Semaphore room;

  /** Room for that many bytes. */
  public ByteGate(long bytes) {
    units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
    room = new Semaphore(units, true);
  }

  private int unitsOf(long bytes) {
    return (int) Math.min(units, bytes / UNIT + 1);
  }

  /** Waits for room. */
  public void take(long bytes) {
    room.acquireUninterruptibly(unitsOf(bytes));
  }

  /** Waits for room, at most so long; false when there was none. */
  public boolean take(long bytes, Duration atMost) throws InterruptedException {
    return room.tryAcquire(unitsOf(bytes), atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Gives back what was taken. */
  public void giveBack(long bytes) {
    room.release(unitsOf(bytes));
  }

  /** Gives back what is taken beyond so much. */
  public void keep(long taken, long kept) {
    room.release(unitsOf(taken) - unitsOf(kept));
  }

  /** Bytes that are taken now. */
  public long taken() {
    return (long) (units - room.availablePermits()) * UNIT;
  }
}

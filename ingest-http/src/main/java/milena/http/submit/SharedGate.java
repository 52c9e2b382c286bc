package milena.http.submit;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Room for so many bytes at a time, of which one tenant has a part at most, so that what it takes
 * keeps only itself waiting. Safe for use by several threads.
 */
public final class SharedGate {

  /** What became of a wish for room. */
  public enum Taken {
    /** It is taken; {@link SharedGate#giveBack} is to follow. */
    TAKEN,
    /** The tenant has its part already. */
    TENANT_HAS_ENOUGH,
    /** There is none. */
    FULL
  }

  private final ByteGate all;
  private final long part;
  // One for each tenant that there ever was: few, and small.
  private final ConcurrentHashMap<String, ByteGate> parts = new ConcurrentHashMap<>();

  /** Room for that many bytes, of which a tenant has at most so many. */
  public SharedGate(long bytes, long part) {
    this.all = new ByteGate(bytes);
    this.part = part;
  }

  private ByteGate of(String tenant) {
    return parts.computeIfAbsent(tenant, _ -> new ByteGate(part));
  }

  /** Waits for room, at most so long in the tenant's part, and as long in all. */
  public Taken take(String tenant, long bytes, Duration patience) throws InterruptedException {
    var own = of(tenant);
    if (!own.take(bytes, patience)) {
      return Taken.TENANT_HAS_ENOUGH;
    }
    boolean room = false;
    try {
      room = all.take(bytes, patience);
    } finally {
      if (!room) {
        own.giveBack(bytes);
      }
    }
    return room ? Taken.TAKEN : Taken.FULL;
  }

  /** Gives back what is taken beyond so much. */
  public void keep(String tenant, long taken, long kept) {
    of(tenant).keep(taken, kept);
    all.keep(taken, kept);
  }

  /** Gives back what was taken. */
  public void giveBack(String tenant, long bytes) {
    all.giveBack(bytes);
    of(tenant).giveBack(bytes);
  }
}

package milena.runtime.listen;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts who is connected, in all and by address. Safe for use by several threads. */
public final class ConnectionLimits {

  /** Whether one more may come in. */
  public enum Entry {
    /** It may, and is counted. */
    ADMITTED,
    /** There are as many as may be, of whatever address. */
    TOO_MANY,
    /** Its address has as many as it may have. */
    TOO_MANY_FROM_ADDRESS
  }

  private final int most;
  private final int mostPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

  /**
   * With nobody connected.
   *
   * @param most connections in all, from 1
   * @param mostPerAddress from one address, from 1
   */
  public ConnectionLimits(int most, int mostPerAddress) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
  }

  /** Lets a client in, to be followed by {@link #leave}, or does not. */
  public Entry enter(InetAddress address) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return Entry.TOO_MANY;
    }
    if (byAddress.merge(address, 1, Integer::sum) > mostPerAddress) {
      leave(address);
      return Entry.TOO_MANY_FROM_ADDRESS;
    }
    return Entry.ADMITTED;
  }

  /** Counts an admitted client as another; where that may not have one more, nothing changes. */
  public Entry move(InetAddress from, InetAddress to) {
    if (from.equals(to)) {
      return Entry.ADMITTED;
    }
    if (byAddress.merge(to, 1, Integer::sum) > mostPerAddress) {
      forget(to);
      return Entry.TOO_MANY_FROM_ADDRESS;
    }
    forget(from);
    return Entry.ADMITTED;
  }

  /** An admitted client has gone. */
  public void leave(InetAddress address) {
    open.decrementAndGet();
    forget(address);
  }

  private void forget(InetAddress address) {
    byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }

  /** Clients that are in now. */
  public int open() {
    return open.get();
  }
}

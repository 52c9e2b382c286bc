package milena.mail.route.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Who is asked, for how long and how much at a time.
 *
 * @param server the one name server to ask; empty for those that the operating system names
 * @param timeout how long one query waits for its answer
 * @param tries how often a query is sent in all before it counts as failed
 * @param underWay how many queries may wait for an answer at one time
 * @param waiting how many more may wait for their turn; beyond that a question fails at once
 * @param cacheBytes about how much memory remembered answers may take
 */
public record DnsSettings(
    Optional<InetSocketAddress> server,
    Duration timeout,
    int tries,
    int underWay,
    int waiting,
    long cacheBytes) {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int TRIES = 3;
  private static final int UNDER_WAY = 200;
  private static final int WAITING = 10_000;
  private static final long CACHE_BYTES = 64L << 20;

  /** Refuses limits that would let nothing through and a server whose name did not resolve. */
  public DnsSettings {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the timeout of a DNS query must be positive");
    }
    if (tries < 1 || underWay < 1 || waiting < 0 || cacheBytes < 1) {
      throw new IllegalArgumentException("the limits of DNS queries must be positive");
    }
    if (server.filter(InetSocketAddress::isUnresolved).isPresent()) {
      throw new IllegalArgumentException("the DNS server's host name has no address");
    }
  }

  /** The system's name servers, 3 tries of 3 seconds, 200 at a time, 64 MiB of answers. */
  public static DnsSettings defaults() {
    return new DnsSettings(Optional.empty(), TIMEOUT, TRIES, UNDER_WAY, WAITING, CACHE_BYTES);
  }

  /** The same with one name server in place of the system's. */
  public DnsSettings withServer(InetSocketAddress address) {
    return new DnsSettings(Optional.of(address), timeout, tries, underWay, waiting, cacheBytes);
  }

  /** The same with other patience. */
  public DnsSettings withTimeout(Duration each, int times) {
    return new DnsSettings(server, each, times, underWay, waiting, cacheBytes);
  }

  /** The same with other limits on queries. */
  public DnsSettings withLimits(int mostUnderWay, int mostWaiting) {
    return new DnsSettings(server, timeout, tries, mostUnderWay, mostWaiting, cacheBytes);
  }

  /** The same with another bound on remembered answers, in bytes. */
  public DnsSettings withCacheBytes(long bytes) {
    return new DnsSettings(server, timeout, tries, underWay, waiting, bytes);
  }
}

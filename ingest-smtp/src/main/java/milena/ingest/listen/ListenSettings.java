package milena.ingest.listen;

import java.time.Duration;
import java.util.List;
import milena.ingest.accept.ListenerRole;
import milena.runtime.config.HostPort;

/**
 * Where ingest listens and whom it lets in.
 *
 * @param listeners at least one
 * @param threads event loops, from 1
 * @param maxConnections in all
 * @param maxConnectionsPerAddress from one client address
 * @param idle how long a client is waited for; RFC 5321 §4.5.3.2.7 asks for 5 minutes
 * @param data how long one message may take
 */
public record ListenSettings(
    List<Listener> listeners,
    int threads,
    int maxConnections,
    int maxConnectionsPerAddress,
    Duration idle,
    Duration data) {

  private static final int LOOPS = 4;

  /** Checks the ranges. */
  public ListenSettings {
    listeners = List.copyOf(listeners);
    if (listeners.isEmpty() || threads < 1) {
      throw new IllegalArgumentException("needs a listener and a thread");
    }
    if (maxConnections < 1 || maxConnectionsPerAddress < 1) {
      throw new IllegalArgumentException("connection limits start at 1");
    }
    if (!idle.isPositive() || !data.isPositive()) {
      throw new IllegalArgumentException("patience with clients is a positive time");
    }
  }

  /**
   * A plain relay; one loop a core up to 4; 10,000 connections, 2,000 from one address; 5 and 30
   * minutes.
   */
  public static ListenSettings defaults(HostPort address) {
    return new ListenSettings(
        List.of(Listener.plain(address)),
        Math.min(LOOPS, Runtime.getRuntime().availableProcessors()),
        10_000,
        2_000,
        Duration.ofMinutes(5),
        Duration.ofMinutes(30));
  }

  /** The same with other listeners. */
  public ListenSettings withListeners(List<Listener> others) {
    return new ListenSettings(
        others, threads, maxConnections, maxConnectionsPerAddress, idle, data);
  }

  /** Whether one of the listeners is for what comes back. */
  public boolean takesReports() {
    return listeners.stream().anyMatch(listener -> listener.role() == ListenerRole.REPORTS);
  }

  /** Whether one of the listeners has TLS. */
  public boolean usesTls() {
    return listeners.stream().anyMatch(listener -> listener.tls() != TlsMode.NONE);
  }
}

package milena.http.listen;

import java.nio.file.Path;
import java.time.Duration;
import milena.runtime.config.HostPort;

/**
 * What is borne of clients.
 *
 * @param address where to listen; port 0 takes a free one
 * @param threads that serve connections
 * @param connections most at a time; one more hears 503 in the clear, and is closed
 * @param connectionsPerAddress most of one address; the same of one more
 * @param requests most at a time whose bodies are read or worked on; one more hears 503, and a
 *     tenant that has as many as are left free 429
 * @param bodies most bytes of bodies at a time, over all requests, shared in the same way
 * @param body most bytes of one body
 * @param held bodies up to this many bytes stay in memory, larger ones go to a file
 * @param folder where such files are
 * @param patience how long is waited
 */
public record ListenSettings(
    HostPort address,
    int threads,
    int connections,
    int connectionsPerAddress,
    int requests,
    long bodies,
    long body,
    int held,
    Path folder,
    Patience patience) {

  /**
   * How long is waited.
   *
   * @param idle for the next request
   * @param progress for the next bytes of a body
   * @param body for a whole body
   */
  public record Patience(Duration idle, Duration progress, Duration body) {
    /** A minute, half a minute, five minutes. */
    public static Patience defaults() {
      return new Patience(Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofMinutes(5));
    }
  }

  /**
   * 1,000 connections, 200 of one address, 64 requests, 256 MiB of bodies, 64 MiB for one, of it
   * 256 KiB in memory.
   */
  public static ListenSettings defaults(HostPort address, Path folder) {
    return new ListenSettings(
        address, 2, 1_000, 200, 64, 256L << 20, 64L << 20, 256 << 10, folder, Patience.defaults());
  }
}

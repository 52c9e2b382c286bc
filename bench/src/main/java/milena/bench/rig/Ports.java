package milena.bench.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody uses. */
public final class Ports {
  /** Below those that the system gives to clients, so that none of them takes one of ours. */
  private static final int LOWEST = 15_000;

  private static final int HIGHEST = 32_000;

  private Ports() {}

  /** Returns a port that is free on every local address. */
  public static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try (var probe = new ServerSocket()) {
        probe.bind(new InetSocketAddress(port));
        return port;
      } catch (IOException taken) {
        // Another one will be free.
      }
    }
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}

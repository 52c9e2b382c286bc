package milena.standalone.kafka;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import milena.runtime.config.HostPort;
import milena.standalone.data.Synced;
import org.jspecify.annotations.Nullable;

/**
 * The ports of the broker and of its controller. Kafka does not tell which port it bound, so a free
 * one is chosen before; it is kept in the folder and tried first at the next start, so that clients
 * find the broker again.
 */
record Ports(int broker, int controller) {

  private static final String FILE = "ports.properties";

  static Ports choose(Path folder, HostPort listen) throws IOException {
    var known = new Properties();
    var file = folder.resolve(FILE);
    if (Files.exists(file)) {
      try (var text = Files.newBufferedReader(file)) {
        known.load(text);
      }
    }
    var broker = listen.port() != 0 ? listen.port() : free(listen, known.getProperty("broker"));
    var controller = free(listen, known.getProperty("controller"));
    return new Ports(broker, controller);
  }

  void remember(Path folder) throws IOException {
    var text = "broker=%d%ncontroller=%d%n".formatted(broker, controller);
    Synced.write(folder.resolve(FILE), text);
  }

  static boolean isFree(HostPort address) throws IOException {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
      return true;
    } catch (BindException taken) {
      return false;
    }
  }

  private static int free(HostPort listen, @Nullable String remembered) throws IOException {
    if (remembered != null
        && remembered.matches("[0-9]{1,5}")
        && isFree(listen.withPort(Integer.parseInt(remembered)))) {
      return Integer.parseInt(remembered);
    }
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName(listen.host()), 0));
      return probe.getLocalPort();
    }
  }
}

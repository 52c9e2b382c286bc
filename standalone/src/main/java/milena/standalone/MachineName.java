package milena.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's own name, found without asking DNS where the system tells it. */
final class MachineName {

  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private MachineName() {}

  static String get() {
    try {
      if (Files.isReadable(KERNEL)) {
        return Files.readString(KERNEL).strip();
      }
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    } catch (IOException unreadable) {
      return InetAddress.getLoopbackAddress().getHostName();
    }
  }
}

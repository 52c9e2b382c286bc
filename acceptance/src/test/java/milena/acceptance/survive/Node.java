package milena.acceptance.survive;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process {@code milena up} on a data folder of its own, which may end and be started again on
 * the same folder and addresses.
 */
final class Node {

  private final Processes processes;
  private final String name;
  private final Path data;
  private final List<String> flags;
  private final InetSocketAddress smtp;
  private @Nullable Child child;

  Node(Processes processes, String name, Path folder, List<String> flags) {
    this(processes, name, folder.resolve(name), flags, Processes.freeAddress());
  }

  private Node(
      Processes processes, String name, Path data, List<String> flags, InetSocketAddress smtp) {
    this.processes = processes;
    this.name = name;
    this.data = data;
    this.flags = flags;
    this.smtp = smtp;
  }

  /** Another machine in its place, at the same address: with nothing of its data. */
  Node replacement(String newName) {
    return new Node(processes, newName, data.resolveSibling(newName), flags, smtp);
  }

  /** The flags of a whole system on its embedded broker, sending all mail to one sink. */
  static List<String> whole(InetSocketAddress sink) {
    return Stream.concat(Stream.of("--smarthost", text(sink)), embedded().stream()).toList();
  }

  /** The flags of a whole system on its embedded broker, without where its mail goes. */
  static List<String> embedded() {
    return List.of(
        "--broker",
        text(Processes.freeAddress()),
        "--registry",
        text(Processes.freeAddress()),
        "--retry",
        "500ms",
        "--retry-max",
        "2s",
        "--disk-reserve",
        "0");
  }

  static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  Path data() {
    return data;
  }

  /** Where it accepts mail, in the ingest role. */
  InetSocketAddress smtp() {
    return smtp;
  }

  /** Starts it, and returns when it says that it is ready. */
  Node start() {
    launch().awaitLine("ready");
    return this;
  }

  /** Starts it without waiting for anything. */
  Child launch() {
    var arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
    arguments.addAll(
        List.of("--smtp", text(smtp), "--http", "127.0.0.1:0", "--api", "127.0.0.1:0"));
    arguments.addAll(flags);
    var started = processes.milena(name, arguments);
    child = started;
    return started;
  }

  /** The process of the last start. */
  Child process() {
    var running = child;
    if (running == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return running;
  }
}

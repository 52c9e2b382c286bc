package milena.acceptance.survive;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An outside Kafka that may end and be started again on the same folder and port. */
final class Broker {

  private final Processes processes;
  private final Path folder;
  private final InetSocketAddress address = Processes.freeAddress();
  private final InetSocketAddress registry = Processes.freeAddress();
  private @Nullable Child child;

  Broker(Processes processes, Path folder) {
    this.processes = processes;
    this.folder = folder.resolve("broker");
  }

  /** Starts it, and returns when it serves. */
  Broker start() {
    var arguments = List.of(folder.toString(), Integer.toString(address.getPort()));
    var started = processes.start("broker", BrokerProcess.class, arguments);
    child = started;
    started.awaitLine("serving");
    return this;
  }

  Child process() {
    var running = child;
    if (running == null) {
      throw new IllegalStateException("the broker was never started");
    }
    return running;
  }

  /** Where it listens. */
  String address() {
    return Node.text(address);
  }

  /** Where the registry of a process is that stands on this log. */
  InetSocketAddress registry() {
    return registry;
  }

  /** The flags of a process that stands on this log, without those for the registry. */
  List<String> log() {
    return List.of(
        "--kafka", Node.text(address),
        "--durability", "flush",
        "--retry", "500ms",
        "--retry-max", "2s");
  }

  /** The flags of a command that reads this log. */
  List<String> where(InetSocketAddress registry) {
    return List.of(
        "--kafka", Node.text(address), "--registry-url", "http://" + Node.text(registry));
  }
}

package milena.acceptance.survive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import milena.standalone.Milena;

/** Starts processes on this test's class path, and ends every one of them with the test. */
final class Processes implements AutoCloseable {

  /** Below the ports that the system gives to clients, so that none of those takes one of ours. */
  private static final int LOWEST_PORT = 15_000;

  private static final int PORTS = 15_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private static final List<String> JVM =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xmx256m",
          "-cp",
          System.getProperty("java.class.path"));

  private final Path folder;
  private final Map<String, String> environment;
  private final List<Process> started = new ArrayList<>();
  private final Thread lastResort = new Thread(this::killAll);

  Processes(Path folder) {
    this(folder, Map.of());
  }

  /** Each has this in its environment. */
  Processes(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /** Runs a command of the program. */
  Child milena(String name, List<String> arguments) {
    return start(name, Milena.class, arguments);
  }

  /** Runs any main class. */
  synchronized Child start(String name, Class<?> main, List<String> arguments) {
    var command =
        Stream.of(JVM.stream(), Stream.of(main.getName()), arguments.stream())
            .flatMap(part -> part)
            .toList();
    var unique = "%02d-%s".formatted(started.size(), name);
    var out = folder.resolve(unique + ".out");
    var err = folder.resolve(unique + ".err");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      var process = builder.start();
      started.add(process);
      return new Child(unique, process, out, err);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** An address of the loopback interface that is free now, and is given to nobody else. */
  static InetSocketAddress freeAddress() {
    var random = new Random();
    while (true) {
      var address =
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), LOWEST_PORT + random.nextInt(PORTS));
      if (!GIVEN.add(address.getPort())) {
        continue;
      }
      try (var probe = new ServerSocket()) {
        probe.bind(address);
        return address;
      } catch (IOException taken) {
        // Another one will be free.
      }
    }
  }

  private synchronized void killAll() {
    started.forEach(Process::destroyForcibly);
  }

  /** Kills what still runs, also what is frozen, and waits for it. */
  @Override
  public void close() {
    killAll();
    started.forEach(process -> process.onExit().join());
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }
}

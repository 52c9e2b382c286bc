package milena.bench.rig;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Milena as one process, which can be killed and started again on the same data and addresses. */
public final class MilenaNode implements AutoCloseable {
  private static final String HOST = "127.0.0.1:";
  private static final String HEAP = "jvm_memory_used_bytes\\{area=\"heap\"";
  private static final String WAITING = "milena_shaper_waiting\\{";
  private static final double MIB = 1 << 20;

  private final Path folder;
  private final List<String> command;
  private final int smtp;
  private final int http;
  private Program program;
  private int starts;

  private MilenaNode(List<String> launcher, Path folder, Path routes) throws IOException {
    this.folder = folder;
    this.smtp = Ports.free();
    this.http = Ports.free();
    this.command = new ArrayList<>(launcher);
    command.addAll(List.of("up", "--data", folder + "/data", "--routes", routes.toString()));
    command.addAll(List.of("--smtp", HOST + smtp, "--http", HOST + http, "--api", HOST + "0"));
    command.addAll(List.of("--broker", HOST + Ports.free(), "--registry", HOST + Ports.free()));
    this.program = started();
  }

  private Program started() throws IOException {
    starts++;
    return Program.start("milena-" + starts, folder, command);
  }

  /**
   * Starts it, and returns when it says that it is ready.
   *
   * @param launcher the command that is the program, to which its arguments are added
   * @param folder for its data
   * @param routes its file of routes; mail without one waits
   * @throws IOException when it does not start
   * @throws InterruptedException when the thread is interrupted
   */
  public static MilenaNode start(List<String> launcher, Path folder, Path routes)
      throws IOException, InterruptedException {
    var node = new MilenaNode(launcher, folder, routes);
    try {
      node.program.awaitWords("ready");
      return node;
    } catch (IOException | InterruptedException failure) {
      node.close();
      throw failure;
    }
  }

  /** Returns where it takes mail. */
  public InetSocketAddress smtp() {
    return Ports.loopback(smtp);
  }

  /** Ends it with SIGKILL. */
  public void kill() {
    program.close();
  }

  /**
   * Starts it again, without waiting for anything.
   *
   * @throws IOException when it cannot be started
   */
  public void launch() throws IOException {
    program = started();
  }

  /** Returns what its heap has in use just after a collection, MiB. */
  public double heapMib() throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var pid = Long.toString(program.handle().pid());
    Program.run("jcmd", folder, List.of(jcmd, pid, "GC.run"));
    return sum(metrics(), HEAP) / MIB;
  }

  /** Returns how many submissions wait in its shaper. */
  public double waiting() throws IOException, InterruptedException {
    return sum(metrics(), WAITING);
  }

  private String metrics() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://" + HOST + http + "/metrics")).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  /** The sum of all series that begin so. */
  static double sum(String metrics, String beginning) {
    var lines = Pattern.compile("(?m)^" + beginning + ".*? ([-0-9.E]+)$").matcher(metrics);
    return lines.results().mapToDouble(line -> Double.parseDouble(line.group(1))).sum();
  }

  @Override
  public void close() {
    program.close();
  }
}

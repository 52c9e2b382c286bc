package milena.bench.rig;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import milena.bench.host.Crew;
import milena.bench.result.Contender;
import milena.bench.result.Side;

/**
 * Postfix in a private instance: its own configuration, queue, data and port. Its master must be
 * started by root, as whoever installs it does.
 */
public final class PostfixRig implements Rig {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 50;
  private static final String USER = "postfix";

  private final Path folder;
  private final Program program;
  private final Crew crew;
  private final InetSocketAddress smtp;
  private final String version;

  private PostfixRig(
      Path folder, Program program, Crew crew, InetSocketAddress smtp, String version) {
    this.folder = folder;
    this.program = program;
    this.crew = crew;
    this.smtp = smtp;
    this.version = version;
  }

  /**
   * Returns what is missing to run it here, in words that say what to do; nothing when it can.
   *
   * @param folder an existing one, for its data
   * @throws IOException when the folder's permissions cannot be read
   */
  public static Optional<String> missing(Path folder) throws IOException {
    if (!onPath("postfix")) {
      return Optional.of(
          "Postfix is not installed: apt-get install postfix (it need not be started), or leave it"
              + " out with --sides milena");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of(
          "Postfix's master must be started by root: run this as root, or leave Postfix out with"
              + " --sides milena");
    }
    for (Path part = folder.toAbsolutePath(); part != null; part = part.getParent()) {
      if (!Files.getPosixFilePermissions(part).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return Optional.of(
            "Postfix runs as a user of its own, who may not enter "
                + part
                + ": name another folder with --data");
      }
    }
    return Optional.empty();
  }

  /**
   * Starts it, and returns when it greets.
   *
   * @throws IOException when it does not start
   * @throws InterruptedException when the thread is interrupted
   */
  public static PostfixRig start(Ground ground) throws IOException, InterruptedException {
    return start(ground, "");
  }

  /**
   * Starts it with settings besides, and returns when it greets.
   *
   * @param more lines of main.cf, which come last and so win; each with its line feed
   * @throws IOException when it does not start
   * @throws InterruptedException when the thread is interrupted
   */
  public static PostfixRig start(Ground ground, String more)
      throws IOException, InterruptedException {
    var folder = ground.folder();
    int port = Ports.free();
    write(ground, port, more);
    var version = Program.run("version", folder, List.of("postconf", "-d", "-h", "mail_version"));
    var crew = Crew.gather("postfix");
    var program = Program.start("postfix", folder, crew.within(postfix(folder, "start-fg")));
    crew.started(program.handle());
    var rig = new PostfixRig(folder, program, crew, Ports.loopback(port), version.strip());
    try {
      rig.awaitGreeting();
      return rig;
    } catch (IOException | InterruptedException failure) {
      rig.stop();
      throw failure;
    }
  }

  @Override
  public InetSocketAddress smtp() {
    return smtp;
  }

  @Override
  public Crew crew() {
    return crew;
  }

  @Override
  public Contender contender() {
    return new Contender(
        Side.POSTFIX,
        "postfix " + version,
        "as shipped: each message's queue file is fsynced before its 250",
        crew.cpuBy());
  }

  @Override
  public void destinationIsBack() throws IOException, InterruptedException {
    Program.run("flush", folder, postfix(folder, "flush"));
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    if (program.handle().isAlive()) {
      Program.run("stop", folder, postfix(folder, "stop"));
      program.end();
    }
    program.close();
    crew.close();
  }

  private static void write(Ground ground, int port, String more)
      throws IOException, InterruptedException {
    var folder = ground.folder();
    var readable = PosixFilePermissions.fromString("rwxr-xr-x");
    for (var part : List.of("", "etc", "queue", "data")) {
      Files.createDirectories(folder.resolve(part));
      Files.setPosixFilePermissions(folder.resolve(part), readable);
    }
    var owner = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
    Files.setOwner(folder.resolve("data"), owner);
    var etc = folder.resolve("etc");
    Files.writeString(
        etc.resolve("main.cf"),
        PostfixFiles.main(folder, ground.scenario(), ground.destinations()) + more);
    Files.writeString(etc.resolve("master.cf"), PostfixFiles.services(port));
    if (ground.destinations().routed()) {
      var transports = etc.resolve("transport");
      Files.writeString(transports, ground.destinations().toTransports());
      Program.run(
          "postmap", folder, List.of("postmap", "-c", etc.toString(), "hash:" + transports));
    }
  }

  private static List<String> postfix(Path folder, String verb) {
    return List.of("postfix", "-c", folder.resolve("etc").toString(), verb);
  }

  private void awaitGreeting() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var socket = new Socket(smtp.getAddress(), smtp.getPort())) {
        InputStream in = socket.getInputStream();
        if (in.read() == '2') {
          return;
        }
      } catch (ConnectException notYet) {
        if (!program.handle().isAlive() || System.nanoTime() - deadline > 0) {
          throw new IOException("postfix does not listen; it said: " + program.said(), notYet);
        }
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static boolean onPath(String name) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .anyMatch(part -> Files.isExecutable(Path.of(part, name)));
  }
}

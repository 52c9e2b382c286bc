package milena.bench.rig;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import milena.bench.host.Crew;
import milena.bench.result.Contender;
import milena.bench.result.Side;

/** Milena: {@code up} with its embedded broker, and everything on that {@code up} has on. */
public final class MilenaRig implements Rig {
  private static final String HOST = "127.0.0.1:";
  private static final String SENDER_DOMAIN = "sender.test";
  private static final String TENANT = "bench";
  private static final String LOGIN = "load@bench.test";

  private final Program program;
  private final Crew crew;
  private final InetSocketAddress smtp;
  private final String broker;
  private final String version;
  private final Optional<Login> login;

  private MilenaRig(
      Program program,
      Crew crew,
      InetSocketAddress smtp,
      String broker,
      String version,
      Optional<Login> login) {
    this.program = program;
    this.crew = crew;
    this.smtp = smtp;
    this.broker = broker;
    this.version = version;
    this.login = login;
  }

  /**
   * Starts it, and returns when it says that it is ready.
   *
   * @param launcher the command that is the program, to which its arguments are added
   * @throws IOException when it does not start
   * @throws InterruptedException when the thread is interrupted
   */
  public static MilenaRig start(List<String> launcher, Ground ground)
      throws IOException, InterruptedException {
    Files.createDirectories(ground.folder());
    var version = Program.run("version", ground.folder(), with(launcher, List.of("--version")));
    int smtp = Ports.free();
    String broker = HOST + Ports.free();
    var crew = Crew.gather("milena");
    var arguments = new ArrayList<>(List.of("up", "--data", ground.folder() + "/data"));
    arguments.addAll(List.of("--smtp", HOST + smtp, "--http", HOST + "0", "--broker", broker));
    int tls = Ports.free();
    boolean secured = ground.scenario().secured();
    if (secured) {
      arguments.addAll(listener(ground.folder(), tls));
    }
    arguments.addAll(List.of("--api", HOST + "0"));
    arguments.addAll(List.of("--registry", HOST + Ports.free()));
    arguments.addAll(way(ground));
    var program = Program.start("milena", ground.folder(), crew.within(with(launcher, arguments)));
    crew.started(program.handle());
    try {
      program.awaitWords("ready");
      var login = secured ? Optional.of(login(launcher, ground.folder())) : Optional.<Login>empty();
      return new MilenaRig(
          program, crew, Ports.loopback(secured ? tls : smtp), broker, version.strip(), login);
    } catch (IOException | InterruptedException failure) {
      program.close();
      crew.close();
      throw failure;
    }
  }

  /** Returns the address of its embedded broker. */
  public String broker() {
    return broker;
  }

  @Override
  public InetSocketAddress smtp() {
    return smtp;
  }

  @Override
  public Optional<Login> login() {
    return login;
  }

  @Override
  public Crew crew() {
    return crew;
  }

  @Override
  public Contender contender() {
    return new Contender(
        Side.MILENA,
        version,
        "durability flush: written and fsynced by the embedded broker before the 250, in groups",
        crew.cpuBy());
  }

  @Override
  public void destinationIsBack() {
    // It finds out by its next retry.
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    program.terminate();
    program.end();
    program.close();
    crew.close();
  }

  private static List<String> listener(Path folder, int port)
      throws IOException, InterruptedException {
    ServerKey.write(folder);
    return List.of(
        "--listeners",
        "address=" + HOST + port + " role=submission tls=implicit",
        "--tls-certificates",
        folder.resolve("tls.crt") + ":" + folder.resolve("tls.key"));
  }

  /** Makes a tenant and its login, by the commands that an operator would take. */
  private static Login login(List<String> launcher, Path folder)
      throws IOException, InterruptedException {
    var data = List.of("--data", folder + "/data");
    var tenant = new ArrayList<>(List.of("tenant", "create", TENANT));
    tenant.addAll(data);
    Program.run("tenant", folder, with(launcher, tenant));
    var credential =
        new ArrayList<>(List.of("credential", "create", "--tenant", TENANT, "--login", LOGIN));
    credential.addAll(data);
    var said = Program.run("credential", folder, with(launcher, credential));
    return new Login(LOGIN, said.strip().lines().reduce("", (_, last) -> last));
  }

  private static List<String> way(Ground ground) throws IOException {
    var flags = new ArrayList<String>();
    switch (ground.scenario().kind()) {
      case FLOW -> flags.addAll(destination(ground));
      case BACKLOG -> {
        flags.addAll(destination(ground));
        flags.addAll(List.of("--retry", "5s", "--retry-max", "10s"));
      }
      case INGEST -> {
        // Without a route and without leave for the MX, mail waits.
      }
    }
    if (ground.scenario().signed()) {
      Path key = ground.folder().resolve("dkim.pem");
      SigningKey.write(key);
      flags.addAll(List.of("--dkim", SENDER_DOMAIN + ":bench:" + key));
    }
    return flags;
  }

  private static List<String> destination(Ground ground) throws IOException {
    var destinations = ground.destinations();
    if (!destinations.routed()) {
      return List.of("--smarthost", HOST + destinations.port());
    }
    Path routes = ground.folder().resolve("routes.txt");
    Files.writeString(routes, destinations.toRoutes());
    return List.of("--routes", routes.toString());
  }

  private static List<String> with(List<String> launcher, List<String> arguments) {
    var command = new ArrayList<>(launcher);
    command.addAll(arguments);
    return command;
  }
}

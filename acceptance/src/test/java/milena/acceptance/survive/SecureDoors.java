package milena.acceptance.survive;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import milena.bench.load.LoadLogin;
import milena.bench.rig.ServerKey;

/** A whole system with submission listeners, and a login that an operator has made there. */
final class SecureDoors {

  private static final String LOGIN = "crowd@shop.test";

  private final Node node;
  private final InetSocketAddress implicit;
  private final InetSocketAddress starttls;
  private final String password;

  private SecureDoors(
      Node node, InetSocketAddress implicit, InetSocketAddress starttls, String password) {
    this.node = node;
    this.implicit = implicit;
    this.starttls = starttls;
    this.password = password;
  }

  /** Starts it, with all its mail going to one place. */
  static SecureDoors start(Processes processes, Path folder, InetSocketAddress sink)
      throws IOException, InterruptedException {
    ServerKey.write(folder);
    var implicit = Processes.freeAddress();
    var starttls = Processes.freeAddress();
    var flags = new ArrayList<>(Node.whole(sink));
    flags.addAll(
        List.of(
            "--listeners",
            "address=" + Node.text(implicit) + " role=submission tls=implicit",
            "--listeners",
            "address=" + Node.text(starttls) + " role=submission",
            "--tls-certificates",
            folder.resolve("tls.crt") + ":" + folder.resolve("tls.key")));
    var node = new Node(processes, "milena", folder, flags).start();
    var data = node.data().toString();
    command(processes, List.of("tenant", "create", "shop", "--data", data));
    var password =
        command(
            processes,
            List.of("credential", "create", "--tenant", "shop", "--login", LOGIN, "--data", data));
    return new SecureDoors(node, implicit, starttls, password);
  }

  private static String command(Processes processes, List<String> arguments) {
    var child = processes.milena(arguments.getFirst(), arguments);
    if (child.exit() != 0) {
      throw new AssertionError(child.story("did not do it"));
    }
    return child.output().strip();
  }

  Node node() {
    return node;
  }

  /** Where TLS is from the first octet. */
  InetSocketAddress implicit() {
    return implicit;
  }

  LoadLogin login() {
    return new LoadLogin(LOGIN, password);
  }

  /** A client that has logged in, one in five over STARTTLS. */
  SmtpLine client(int number, InetAddress from) throws IOException {
    var line = number % 5 == 0 ? asked(from) : SmtpLine.open(implicit, from).secure();
    if (number % 5 != 0) {
      expect("220", line.reply());
    }
    expect("250", line.ask("EHLO crowd.test"));
    expect("235", line.logIn(LOGIN, password));
    return line;
  }

  private SmtpLine asked(InetAddress from) throws IOException {
    var line = SmtpLine.open(starttls, from);
    expect("220", line.reply());
    expect("250", line.ask("EHLO crowd.test"));
    expect("220", line.ask("STARTTLS"));
    return line.secure();
  }

  private static void expect(String code, String reply) {
    if (!reply.startsWith(code)) {
      throw new AssertionError("heard " + reply + " for " + code);
    }
  }
}

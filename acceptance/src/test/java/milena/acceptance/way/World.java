package milena.acceptance.way;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A system that may send to every mail exchanger in a small network of its own: 127.0.1.0/24, with
 * a name server. It retries fast. One for all tests that ask for it, closed after the last.
 */
final class World implements AutoCloseable {

  /** Gives the world to tests that take one. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == World.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(World.class))
          .getOrComputeIfAbsent(World.class, _ -> create(), World.class);
    }

    private static World create() {
      try {
        return new World();
      } catch (Exception e) {
        throw new IllegalStateException("the system does not start", e);
      }
    }
  }

  /** A domain with a message that waits for DNS from the beginning, since that takes long. */
  static final String UNANSWERED = "unanswered.test";

  private static final int OWN = 250;

  private final Path folder = Files.createTempDirectory("milena-world");
  private final NameServer dns = new NameServer();
  private final int mxPort;
  private final AtomicInteger hosts = new AtomicInteger();
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final List<RemoteServer> servers = Collections.synchronizedList(new ArrayList<>());
  private final RemoteServer firstRelay;
  private final RemoteServer secondRelay;
  private final SSLContext selfSigned = Certificates.selfSigned(folder);
  private final String publicKey;
  private final RunningMilena milena;

  private World() throws Exception {
    try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.1.1"))) {
      mxPort = probe.getLocalPort();
    }
    var keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    publicKey = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    firstRelay = relay();
    secondRelay = relay();
    var routes =
        """
        # where the mail of some domains goes
        one.routed.test  127.0.0.1  %1$d
        two.routed.test  127.0.0.1  %1$d
        far.routed.test  127.0.0.1  %2$d
        """
            .formatted(firstRelay.port(), secondRelay.port());
    milena =
        RunningMilena.start(
            folder.resolve("data"),
            Map.ofEntries(
                Map.entry("smtp", "127.0.1." + OWN + ":" + mxPort),
                Map.entry("allow-mx", "true"),
                Map.entry("allow-mx-to", "127.0.1.0/24"),
                Map.entry("dns", "127.0.0.1:" + dns.address().getPort()),
                Map.entry("mx-port", Integer.toString(mxPort)),
                Map.entry("routes", Files.writeString(folder.resolve("routes"), routes).toString()),
                Map.entry("dkim", "signed.test:s1:" + pem(keys.getPrivate())),
                Map.entry("smtp-notices", "true"),
                Map.entry("retry", "500ms"),
                Map.entry("retry-factor", "1")));
    domain(UNANSWERED);
    dns.fail(UNANSWERED);
    milena.send("a@" + UNANSWERED);
  }

  private Path pem(PrivateKey key) throws IOException {
    var base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    var pem = "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    return Files.writeString(folder.resolve("dkim.pem"), pem);
  }

  private RemoteServer relay() throws IOException {
    return server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  RunningMilena milena() {
    return milena;
  }

  NameServer dns() {
    return dns;
  }

  int mxPort() {
    return mxPort;
  }

  /** A certificate that nobody else has signed. */
  SSLContext selfSigned() {
    return selfSigned;
  }

  /** The key that verifies signatures of {@code signed.test}, in base64. */
  String publicKey() {
    return publicKey;
  }

  /** Where mail for {@code one.routed.test} and {@code two.routed.test} goes. */
  RemoteServer firstRelay() {
    return firstRelay;
  }

  /** Where mail for {@code far.routed.test} goes. */
  RemoteServer secondRelay() {
    return secondRelay;
  }

  /** The address at which the system itself accepts mail, at the port of mail exchangers. */
  static String ownAddress() {
    return "127.0.1." + OWN;
  }

  /** An address in the network at which nobody listens. */
  String nobody() {
    return "127.0.1." + hosts.incrementAndGet();
  }

  /** A server that is found under this host name, which no other test may use. */
  RemoteServer host(String name) throws IOException {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          name + " has a server, which gets its mail: give every test a domain of its own");
    }
    var address = nobody();
    dns.address(name, address);
    return server(new InetSocketAddress(InetAddress.ofLiteral(address), mxPort));
  }

  /** A server that is the only mail exchanger of a domain, which no other test may use. */
  RemoteServer domain(String domain) throws IOException {
    dns.mx(domain, 10, "mx." + domain);
    return host("mx." + domain);
  }

  private RemoteServer server(InetSocketAddress address) throws IOException {
    var server = new RemoteServer(address, folder.resolve("mail-" + servers.size()));
    servers.add(server);
    return server;
  }

  @Override
  public void close() throws IOException {
    milena.close();
    servers.forEach(RemoteServer::close);
    dns.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(World::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

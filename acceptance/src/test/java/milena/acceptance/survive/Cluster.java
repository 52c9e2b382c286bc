package milena.acceptance.survive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two processes for each role, each with a folder of its own as if on a machine of its own, on a
 * cluster of three brokers. The first registry is there before the second, so it is the one that
 * writes.
 */
final class Cluster {

  /** What a process is for. */
  enum Role {
    REGISTRY,
    INGEST,
    ROUTER,
    WORKER,
    BOUNCE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int EACH = 2;

  private final Processes processes;
  private final Path folder;
  private final Path routes;
  private final ThreeBrokers brokers;
  private final List<InetSocketAddress> registries =
      List.of(Processes.freeAddress(), Processes.freeAddress());
  private final Map<Role, List<Node>> nodes = new EnumMap<>(Role.class);
  private int made;

  Cluster(Processes processes, Path folder, Path routes) {
    this.processes = processes;
    this.folder = folder;
    this.routes = routes;
    this.brokers = new ThreeBrokers(processes, folder);
    for (var role : Role.values()) {
      var alike = new ArrayList<Node>();
      for (int number = 0; number < EACH; number++) {
        alike.add(node(role, number));
      }
      nodes.put(role, alike);
    }
  }

  private Node node(Role role, int number) {
    var flags =
        Stream.of(
                log().stream(),
                Stream.of("--roles", role.toString(), "--routes", routes.toString()),
                Stream.of("--partitions", "4", "--retry", "500ms", "--retry-max", "2s"),
                registry(role, number))
            .flatMap(part -> part)
            .toList();
    return new Node(processes, role + "-" + ++made, folder, flags);
  }

  private Stream<String> registry(Role role, int number) {
    return role == Role.REGISTRY
        ? Stream.of("--registry", Node.text(registries.get(number)))
        : Stream.of("--registry-url", registryUrls());
  }

  private List<String> log() {
    return List.of("--kafka", brokers.bootstrap());
  }

  private String registryUrls() {
    return String.join(",", registries.stream().map(at -> "http://" + Node.text(at)).toList());
  }

  /** Starts everything, and returns when all are ready. */
  Cluster start() throws IOException {
    brokers.start();
    of(Role.REGISTRY, 0).start();
    var others =
        nodes.values().stream()
            .flatMap(List::stream)
            .filter(node -> node != of(Role.REGISTRY, 0))
            .toList();
    others.forEach(Node::launch);
    others.forEach(node -> node.process().awaitLine("ready"));
    return this;
  }

  ThreeBrokers brokers() {
    return brokers;
  }

  /** One of the two for a role, counted from 0. */
  Node of(Role role, int number) {
    return both(role).get(number);
  }

  /** Puts another machine in the place of one that is gone. */
  void replace(Role role, int number) {
    var next = of(role, number).replacement(role + "-" + ++made);
    both(role).set(number, next.start());
  }

  private List<Node> both(Role role) {
    return nodes.getOrDefault(role, List.of());
  }

  /** The flags of a command that reads this log. */
  List<String> where() {
    return Stream.concat(log().stream(), Stream.of("--registry-url", registryUrls())).toList();
  }
}

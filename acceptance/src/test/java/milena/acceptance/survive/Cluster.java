package milena.acceptance.survive;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One process for ingest and one for bounces, two for each other role, and an outside log. The
 * first registry is there before the second, so it is the one that writes.
 */
final class Cluster {

  private final Processes processes;
  private final Path folder;
  private final Broker broker;
  private final Path routes;
  private final InetSocketAddress secondRegistry = Processes.freeAddress();
  private final Node writer;
  private final Node reader;
  private final Node ingest;
  private final Node bounce;
  private final List<Node> routers = new ArrayList<>();
  private final List<Node> workers = new ArrayList<>();
  private int started;

  Cluster(Processes processes, Path folder, Path routes) {
    this.processes = processes;
    this.folder = folder;
    this.routes = routes;
    this.broker = new Broker(processes, folder);
    this.writer = registry(broker.registry());
    this.reader = registry(secondRegistry);
    this.ingest = node("ingest");
    this.bounce = node("bounce");
    for (int i = 0; i < 2; i++) {
      routers.add(node("router"));
      workers.add(node("worker"));
    }
  }

  private Node registry(InetSocketAddress listen) {
    return node("registry", "--registry", Node.text(listen));
  }

  private Node node(String role) {
    return node(role, "--registry-url", "http://" + Node.text(broker.registry()));
  }

  private Node node(String role, String... registry) {
    var flags =
        Stream.of(
                broker.log().stream(),
                Stream.of("--roles", role, "--routes", routes.toString(), "--partitions", "4"),
                Stream.of(registry))
            .flatMap(part -> part)
            .toList();
    return new Node(processes, role + "-" + ++started, folder, flags);
  }

  /** Starts everything, and returns when all are ready. */
  Cluster start() {
    broker.start();
    writer.start();
    var others =
        Stream.of(Stream.of(reader, ingest, bounce), routers.stream(), workers.stream())
            .flatMap(part -> part)
            .toList();
    others.forEach(Node::launch);
    others.forEach(node -> node.process().awaitLine("ready"));
    return this;
  }

  InetSocketAddress smtp() {
    return ingest.smtp();
  }

  Node writer() {
    return writer;
  }

  Node reader() {
    return reader;
  }

  Node router(int number) {
    return routers.get(number);
  }

  Node worker(int number) {
    return workers.get(number);
  }

  /** Another machine in the place of one that is gone: with nothing of its data. */
  void replaceRouter(int number) {
    routers.set(number, node("router").start());
  }

  /** The same for a worker. */
  void replaceWorker(int number) {
    workers.set(number, node("worker").start());
  }

  /** The flags of a command that reads this log by way of the second registry. */
  List<String> where() {
    return broker.where(secondRegistry);
  }
}

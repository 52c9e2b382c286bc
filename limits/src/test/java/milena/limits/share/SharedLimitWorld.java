package milena.limits.share;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Collectors;

/** Some processes that share one limit, in virtual time, with a network that is as bad as asked. */
final class SharedLimitWorld {

  static final int STEP_MS = 10;
  static final int SECONDS = 150;
  private static final int PARTITION = 0;
  private static final long NETWORK_MS = 40;

  final Limit limit;
  final List<Node> nodes = new ArrayList<>();
  final int[] accepted = new int[SECONDS * 1_000 / STEP_MS];
  final double[] offered = new double[accepted.length];
  private final Random random;
  private final PriorityQueue<Delivery> wire =
      new PriorityQueue<>(Comparator.comparingLong(Delivery::at).thenComparing(Delivery::order));
  private Owner owner = new Owner();
  long now;
  long disturbedAt;
  long changedAt;
  private long order;
  private boolean ownerFrozen;
  private double trouble;

  private record Delivery(long at, long order, Runnable what) {}

  /** One that accepts, as fast as its clients come. */
  final class Node {
    final Shares shares;
    double perSecond;
    boolean alive = true;
    boolean frozen;

    Node(String name) {
      shares = new Shares(name);
    }

    private void step() {
      if (frozen || !alive) {
        return;
      }
      shares.follow(List.of(limit), now);
      int slot = (int) (now / STEP_MS);
      offered[slot] += perSecond;
      for (int i = arrivals(); i > 0; i--) {
        if (shares.take(List.of(new Shares.Wish(limit.name(), 1)), now) == 0) {
          accepted[slot]++;
        }
      }
      for (var report : shares.reports(now)) {
        send(() -> hear(report));
      }
    }

    private int arrivals() {
      double mean = perSecond * STEP_MS / 1_000;
      int whole = (int) mean;
      return whole + (random.nextDouble() < mean - whole ? 1 : 0);
    }
  }

  SharedLimitWorld(long seed, Limit limit) {
    random = new Random(seed);
    this.limit = limit;
    owner.assigned(PARTITION, 0);
  }

  Node join() {
    var node = new Node("node-" + nodes.size());
    nodes.add(node);
    disturbedAt = now;
    return node;
  }

  void step() {
    while (!wire.isEmpty() && wire.peek().at() <= now) {
      wire.remove().what().run();
    }
    nodes.forEach(Node::step);
    if (!ownerFrozen && now % 50 == 0) {
      for (var award : owner.decide(now)) {
        for (var node : nodes) {
          send(() -> hear(node, award));
        }
      }
    }
    now += STEP_MS;
  }

  private void hear(Report report) {
    if (!ownerFrozen) {
      owner.hear(PARTITION, report, now);
    }
  }

  private void hear(Node node, Award award) {
    if (node.alive && !node.frozen) {
      node.shares.apply(award, now);
    }
  }

  private void send(Runnable what) {
    if (random.nextDouble() < trouble / 2) {
      return;
    }
    int times = random.nextDouble() < trouble ? 2 : 1;
    for (int i = 0; i < times; i++) {
      long late = random.nextDouble() < trouble ? random.nextLong(2_000) : 0;
      wire.add(new Delivery(now + 1 + random.nextLong(NETWORK_MS) + late, order++, what));
    }
  }

  /** Something happens. */
  void disturb() {
    disturbedAt = now;
    changedAt = now;
    var node = nodes.get(random.nextInt(nodes.size()));
    switch (random.nextInt(7)) {
      case 0 -> {
        node.alive = nodes.size() < 3;
        join().perSecond = node.perSecond;
      }
      case 1 -> node.frozen = !node.frozen;
      case 2 -> {
        owner = new Owner();
        owner.assigned(PARTITION, now);
      }
      case 3 -> ownerFrozen = !ownerFrozen;
      case 4 -> trouble = 0.3;
      case 5 -> trouble = 0;
      default -> join().perSecond = random.nextInt(200);
    }
  }

  /** All is well from now on; only the load changes. */
  void calm() {
    disturbedAt = now;
    trouble = 0;
    if (ownerFrozen) {
      owner = new Owner();
      owner.assigned(PARTITION, now);
      ownerFrozen = false;
    }
    nodes.forEach(node -> node.frozen = false);
  }

  void changeLoad() {
    changedAt = now;
    var node = nodes.get(random.nextInt(nodes.size()));
    node.perSecond = random.nextInt(3) == 0 ? 0 : random.nextInt(2 * (int) limit.permits());
  }

  /** Who is offered how much and has which part, and since when. */
  String describe() {
    return nodes.stream()
        .map(node -> " " + node.alive + " " + node.perSecond + "/s " + node.shares.part("shop"))
        .collect(Collectors.joining(",", ": ", "; load since " + changedAt));
  }

  double acceptedIn(long fromMs, long toMs) {
    return Arrays.stream(accepted, (int) (fromMs / STEP_MS), (int) (toMs / STEP_MS)).sum();
  }

  double leastOfferedIn(long fromMs, long toMs) {
    return Arrays.stream(offered, (int) (fromMs / STEP_MS), (int) (toMs / STEP_MS)).min().orElse(0);
  }
}

package milena.limits.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import milena.limits.lease.Permits.Wish;
import milena.limits.lease.StrictLimit.Count;
import milena.limits.lease.StrictLimit.Rate;
import org.jspecify.annotations.Nullable;

/**
 * Some processes that share a strict limit, in virtual time, each with a clock of its own, with a
 * network that is as bad as asked and owners that do not know that they are owners no more. What
 * users say goes through one log, in whose order owners read it.
 */
final class LeaseWorld {
  static final int STEP_MS = 10;
  static final long KEPT_MS = 4_000;
  private static final long LONGEST_USE_MS = 3_000;
  private static final long CHANGE_SEEN_MS = Lease.LASTS_MS + 300;
  private static final long NETWORK_MS = 30;
  private static final double NEARLY = 1e-4;

  final Random random;
  final List<User> users = new ArrayList<>();
  final List<Integer> takenAt = new ArrayList<>();
  private final List<Owner> owners = new ArrayList<>();
  private final List<Said> log = new ArrayList<>();
  private final PriorityQueue<Delivery> wire =
      new PriorityQueue<>(Comparator.comparingLong(Delivery::at).thenComparing(Delivery::order));
  private final List<Changed> limits = new ArrayList<>();
  private final boolean changesLimit;
  private StrictLimit limit;
  private long order;
  private int names;
  private double trouble;
  private double debt;
  long now;
  long disturbedAt;

  private record Delivery(long at, long order, Runnable what) {}

  private record Said(long at, @Nullable Ask ask, @Nullable Claim claim) {}

  private record Changed(long at, StrictLimit limit) {}

  LeaseWorld(long seed, StrictLimit limit, int users, boolean changesLimit) {
    this.random = new Random(seed);
    this.limit = limit;
    this.changesLimit = changesLimit;
    limits.add(new Changed(Long.MIN_VALUE / 2, limit));
    for (int i = 0; i < users; i++) {
      join();
    }
    own(new Owner());
  }

  /** One that releases, as fast as mail comes and it may. */
  final class User {
    private final Permits permits;
    private final long ahead = random.nextLong(1_000_000_000);
    private final List<long[]> items = new ArrayList<>();
    double perSecond;
    double backlog;
    boolean alive = true;
    private long frozenUntil;
    private long cutUntil;
    private long asksAt;
    private StrictLimit known = limit;

    private User(String name) {
      permits = new Permits(name);
    }

    private boolean hears() {
      return alive && now >= frozenUntil && now >= cutUntil;
    }

    private void step() {
      if (!alive || now < frozenUntil) {
        return;
      }
      if (known != limit && (changesLimit || random.nextInt(20) == 0)) {
        known = limit;
      }
      backlog = Math.min(backlog + arrivals(), 3 * perSecond + 3);
      items.removeIf(item -> item[0] <= now && gaveBack());
      while (backlog >= 1 && now >= asksAt) {
        long wait = permits.take(List.of(new Wish(known, 1)), now + ahead);
        if (wait == 0) {
          backlog--;
          taken(this);
        } else {
          asksAt = now + wait;
        }
      }
      for (var ask : permits.asks(now + ahead)) {
        if (now >= cutUntil) {
          send(() -> log.add(new Said(now, ask, null)));
        }
      }
    }

    private boolean gaveBack() {
      permits.giveBack(limit.name(), 1);
      return true;
    }

    private int arrivals() {
      double mean = perSecond * STEP_MS / 1_000;
      int some = (int) Math.ceil(mean / 0.5);
      int whole = 0;
      for (int i = 0; i < some; i++) {
        whole += random.nextDouble() < mean / some ? 1 : 0;
      }
      return whole;
    }
  }

  /** One that answers, as long as it takes itself for an owner. */
  private final class Owner {
    private final Lessor lessor = new Lessor("owner-" + names++, random.nextLong() >>> 2);
    private final long ahead = random.nextLong(1_000_000_000);
    private int next;
    private long frozenUntil;

    private void step() {
      if (now < frozenUntil) {
        return;
      }
      int until = log.size();
      for (; next < until; next++) {
        var said = log.get(next);
        if (said.ask != null) {
          lessor.hear(0, said.ask, now + ahead);
        } else if (said.claim != null) {
          lessor.hear(said.claim, now + ahead);
        }
      }
      for (var claim : lessor.claims(now + ahead)) {
        send(() -> log.add(new Said(now, null, claim)));
      }
      for (var lease : lessor.leases(now + ahead)) {
        for (var user : users) {
          send(
              () -> {
                if (user.hears()) {
                  user.permits.apply(lease, now + user.ahead);
                }
              });
        }
      }
    }
  }

  private void own(Owner owner) {
    owners.add(owner);
    var claim = owner.lessor.assigned(0, now + owner.ahead);
    send(() -> log.add(new Said(now, null, claim)));
    owner.next = 0;
    while (owner.next < log.size() && log.get(owner.next).at < now - 3 * KEPT_MS) {
      owner.next++;
    }
  }

  private User join() {
    var user = new User("user-" + names++);
    users.add(user);
    return user;
  }

  private void send(Runnable what) {
    if (random.nextDouble() < trouble / 2) {
      return;
    }
    int times = random.nextDouble() < trouble ? 2 : 1;
    for (int i = 0; i < times; i++) {
      long late = random.nextDouble() < trouble ? random.nextLong(2_500) : 0;
      wire.add(new Delivery(now + 1 + random.nextLong(NETWORK_MS) + late, order++, what));
    }
  }

  private void taken(User user) {
    takenAt.add((int) now);
    debt++;
    if (limit instanceof Count) {
      long longest = random.nextInt(4) == 0 ? LONGEST_USE_MS : 300;
      user.items.add(new long[] {now + 1 + random.nextLong(longest)});
    }
  }

  void step() {
    now += STEP_MS;
    while (!wire.isEmpty() && wire.peek().at() <= now) {
      wire.remove().what().run();
    }
    if (limit instanceof Rate) {
      debt = Math.max(0, debt - mostPerMs() * STEP_MS);
    }
    // A user that acts twice at one time must not always be the same.
    for (int i = random.nextInt(users.size()), left = users.size(); left > 0; left--, i++) {
      users.get(i % users.size()).step();
    }
    owners.forEach(Owner::step);
    users.removeIf(user -> !user.alive && user.items.stream().noneMatch(it -> it[0] > now));
  }

  /** What is wrong now; empty if nothing is. */
  String wrong() {
    if (limit instanceof Rate) {
      long most = most(CHANGE_SEEN_MS + 10_000, it -> ((Rate) it).burst());
      return debt > most + NEARLY ? debt + " above the rate, burst " + most : "";
    }
    long used = 0;
    for (var user : users) {
      for (var item : user.items) {
        used += item[0] > now ? 1 : 0;
      }
    }
    long most = most(CHANGE_SEEN_MS + LONGEST_USE_MS, StrictLimit::parts);
    return used > most ? used + " at one time, not " + most : "";
  }

  private double mostPerMs() {
    return most(CHANGE_SEEN_MS, it -> ((Rate) it).permits()) / (double) ((Rate) limit).periodMs();
  }

  // The most that held at any time within the last so many ms.
  private long most(long within, java.util.function.ToLongFunction<StrictLimit> what) {
    long most = 0;
    for (int i = limits.size() - 1; i >= 0; i--) {
      most = Math.max(most, what.applyAsLong(limits.get(i).limit));
      if (limits.get(i).at < now - within) {
        break;
      }
    }
    return most;
  }

  /** Something happens. */
  void disturb() {
    disturbedAt = now;
    var user = users.get(random.nextInt(users.size()));
    var owner = owners.getLast();
    switch (random.nextInt(11)) {
      case 0 -> replace(user);
      case 1 -> user.frozenUntil = now + random.nextLong(5_000);
      case 2 -> user.cutUntil = now + random.nextLong(5_000);
      case 3 -> own(new Owner());
      case 4 -> {
        owners.remove(owner);
        own(new Owner());
      }
      case 5 -> owner.frozenUntil = now + random.nextLong(4_000);
      case 6 -> {
        owner.frozenUntil = now + random.nextLong(6_000);
        own(new Owner());
      }
      case 7 -> trouble = 0.4;
      case 8 -> trouble = 0;
      case 9 -> changeLimit();
      default -> user.perSecond = load();
    }
  }

  private double load() {
    return random.nextInt(4) == 0 ? 0 : random.nextDouble() * 400;
  }

  private void replace(User user) {
    if (!user.alive) {
      return;
    }
    user.alive = false;
    var successor = join();
    successor.perSecond = user.perSecond;
    if (limit instanceof Count && random.nextBoolean()) {
      // It finds in its store what the dead one had begun, and sees it end.
      for (var item : List.copyOf(user.items)) {
        successor.permits.adopt(List.of(new Wish(limit, 1)), now + successor.ahead);
        successor.items.add(item);
      }
      user.items.clear();
    }
  }

  private void changeLimit() {
    if (!changesLimit) {
      return;
    }
    limit =
        switch (limit) {
          case Rate it ->
              new Rate(
                  it.name(),
                  1 + random.nextInt(300),
                  it.periodMs(),
                  1 + random.nextInt(100),
                  it.version() + 1);
          case Count it -> new Count(it.name(), random.nextInt(30), KEPT_MS, it.version() + 1);
        };
    limits.add(new Changed(now, limit));
  }

  /** All is well from now on. */
  void calm() {
    disturbedAt = now;
    trouble = 0;
    while (owners.size() > 1) {
      owners.removeFirst();
    }
    owners.getFirst().frozenUntil = 0;
    users.forEach(
        user -> {
          user.frozenUntil = 0;
          user.cutUntil = 0;
        });
  }

  /** How much was taken in this time. */
  long takenIn(long from, long to) {
    return takenAt.stream().filter(at -> at > from && at <= to).count();
  }

  StrictLimit limit() {
    return limit;
  }
}

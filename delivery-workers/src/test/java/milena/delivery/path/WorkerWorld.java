package milena.delivery.path;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import milena.delivery.path.ConnectionQuotas.Answer;
import milena.delivery.path.ConnectionQuotas.Slot;
import milena.limits.lease.Ask;
import milena.limits.lease.Claim;
import milena.limits.lease.Lessor;
import milena.limits.lease.Permits;
import org.jspecify.annotations.Nullable;

/**
 * Some workers that share limits of connections, and whoever owns these, in virtual time: each with
 * a clock of its own, and all that is said some ms on its way. What workers say goes through one
 * log, in whose order owners read it.
 */
final class WorkerWorld {
  static final int STEP_MS = 10;

  /** What comes is taken up, and what is to be said is said, so often. */
  private static final int POLL_MS = 50;

  private static final int NETWORK_MS = 30;
  private static final int SHORTEST_MESSAGE_MS = 50;
  private static final int LONGEST_MESSAGE_MS = 300;
  private static final long OWNER_LOOKS_BACK_MS = 70_000;

  final Random random;
  final List<Worker> workers = new ArrayList<>();
  final List<Long> openedAt = new ArrayList<>();
  private final List<Said> log = new ArrayList<>();
  private final PriorityQueue<Delivery> wire =
      new PriorityQueue<>(Comparator.comparingLong(Delivery::at).thenComparing(Delivery::order));
  private final Counted counted;
  private @Nullable Owner owner;
  private long order;
  private int names;
  long now;

  private record Delivery(long at, long order, Runnable what) {}

  private record Said(long at, @Nullable Ask ask, @Nullable Claim claim) {}

  private record Open(Slot slot, long busyUntil) {}

  /**
   * All is still.
   *
   * @param counted what every connection counts against
   */
  WorkerWorld(long seed, int workers, Counted counted) {
    this.random = new Random(seed);
    this.counted = counted;
    for (int i = 0; i < workers; i++) {
      this.workers.add(new Worker());
    }
    newOwner();
  }

  /** One that would have so many connections, and uses each for one message after the other. */
  final class Worker implements ConnectionQuotas.Waiter {
    private final long ahead = random.nextLong(1_000_000_000);
    private final Permits permits = new Permits("worker-" + names++);
    private final ConnectionQuotas quotas =
        new ConnectionQuotas(
            () -> TimeUnit.MILLISECONDS.toNanos(now + ahead),
            Leases.of(permits, () -> now + ahead));
    private final int polls = random.nextInt(POLL_MS / STEP_MS);
    private List<Open> open = new ArrayList<>();
    Counted under = counted;
    int wanted;
    boolean oneMessageEach;
    long frozenUntil;
    private boolean dead;
    private long asksAt;

    @Override
    public void roomMade() {
      asksAt = now;
    }

    int open() {
      return open.size();
    }

    /** The process is gone, and its connections with it. */
    void die() {
      dead = true;
      wanted = 0;
      open = new ArrayList<>();
    }

    private void step() {
      if (dead || now < frozenUntil) {
        return;
      }
      goOn();
      while (open.size() < wanted && now >= asksAt) {
        ask();
      }
      if (now / STEP_MS % (POLL_MS / STEP_MS) == polls) {
        permits.asks(now + ahead).forEach(ask -> send(() -> log.add(new Said(now, ask, null))));
      }
    }

    private void ask() {
      switch (quotas.ask(under, this, open.isEmpty())) {
        case Answer.Granted(var slot) -> {
          open.add(new Open(slot, messageEnds()));
          openedAt.add(now);
        }
        case Answer.Refused(_, var leased) ->
            asksAt = now + (leased ? ConnectionQuotas.AGAIN_MS : 250);
      }
    }

    private long messageEnds() {
      return now + SHORTEST_MESSAGE_MS + random.nextInt(LONGEST_MESSAGE_MS - SHORTEST_MESSAGE_MS);
    }

    // What is too many goes after its message.
    private void goOn() {
      var left = new ArrayList<Open>();
      int surplus = open.size() - wanted;
      for (var each : open) {
        each.slot().count(under);
        if (now < each.busyUntil()) {
          left.add(each);
        } else if (oneMessageEach || surplus-- > 0 || quotas.hasSurplus(under)) {
          each.slot().leave();
          each.slot().close();
        } else {
          left.add(new Open(each.slot(), messageEnds()));
        }
      }
      open = left;
    }
  }

  /** One more worker, with so much to do. */
  void join(int wanted) {
    var worker = new Worker();
    worker.wanted = wanted;
    workers.removeIf(each -> each.dead);
    workers.add(worker);
  }

  private final class Owner {
    private final Lessor lessor = new Lessor("owner-" + names++, random.nextLong() >>> 2);
    private final long ahead = random.nextLong(1_000_000_000);
    private int next;

    private void step() {
      int until = log.size();
      for (; next < until; next++) {
        var said = log.get(next);
        if (said.ask != null) {
          lessor.hear(0, said.ask, now + ahead);
        } else if (said.claim != null) {
          lessor.hear(said.claim, now + ahead);
        }
      }
      lessor
          .leases(now + ahead)
          .forEach(
              lease ->
                  workers.forEach(
                      worker -> send(() -> worker.permits.apply(lease, now + worker.ahead))));
    }
  }

  /** Another owns the limits from now on, and hears first what was said before. */
  void newOwner() {
    var next = new Owner();
    owner = next;
    var claim = next.lessor.assigned(0, now + next.ahead);
    send(() -> log.add(new Said(now, null, claim)));
    while (next.next < log.size() && log.get(next.next).at < now - OWNER_LOOKS_BACK_MS) {
      next.next++;
    }
  }

  /** Nobody owns the limits. */
  void loseOwner() {
    owner = null;
  }

  private void send(Runnable what) {
    wire.add(new Delivery(now + 1 + random.nextInt(NETWORK_MS), order++, what));
  }

  void step() {
    now += STEP_MS;
    while (!wire.isEmpty() && wire.peek().at() <= now) {
      wire.remove().what().run();
    }
    workers.forEach(Worker::step);
    if (owner != null && now % POLL_MS == 0) {
      owner.step();
    }
  }

  /** Connections of all. */
  int open() {
    return workers.stream().mapToInt(Worker::open).sum();
  }
}

package milena.limits;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import milena.limits.lease.Permits;
import milena.limits.share.Limit;
import milena.limits.share.Shares;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.schemas.RecordFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits that all processes of the cluster share: keeps this process's shares, and owns the limits
 * that fall to it. Two threads, which have no clients of Kafka as long as there is no limit.
 * Without the broker what has {@link #shares()} goes on by the last of them, and what needs {@link
 * #permits()} stands still.
 */
public final class LimitService implements Service {
  private static final Logger log = LoggerFactory.getLogger(LimitService.class);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration BACKOFF = Duration.ofMillis(500);

  private final Shares shares;
  private final Permits permits;
  private final ShareKeeper keeper;
  private final LimitOwner owner;
  private final LimitMeters meters;
  private final Thread keeping;
  private final Thread owning;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch anyLimit = new CountDownLatch(1);

  /**
   * Does nothing before its start.
   *
   * @param limits those that there are now; asked some times a second
   * @param clock monotonic
   */
  public LimitService(
      ClientSettings clients,
      RecordFormat format,
      Supplier<Collection<Limit>> limits,
      InstantSource clock,
      Meters meters) {
    LongSupplier millis = clock::millis;
    var records = new LimitLog(clients, format);
    this.shares = new Shares(records.task());
    this.permits = new Permits(records.task() + "/" + UUID.randomUUID());
    this.keeper = new ShareKeeper(records, shares, permits, limits, millis);
    this.owner = new LimitOwner(records, millis);
    this.meters = new LimitMeters(meters, shares, permits, millis);
    this.meters.owner(owner);
    this.keeping = Thread.ofPlatform().name("milena-limit-shares").unstarted(this::keep);
    this.owning = Thread.ofPlatform().name("milena-limit-owner").unstarted(this::own);
  }

  /** The shares of this process, of limits that go on while their owner is away. */
  public Shares shares() {
    return shares;
  }

  /** What this process may do of limits that are never exceeded. */
  public Permits permits() {
    return permits;
  }

  /**
   * Somebody will soon ask for permits: takes part in owning limits from now on, so that the first
   * of them waits for no more than an answer.
   */
  public void prepare() {
    permits.prepare();
  }

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public void start() {
    keeping.start();
    owning.start();
  }

  @Override
  public void stop(Deadline deadline) throws InterruptedException {
    stopping.countDown();
    anyLimit.countDown();
    for (var thread : new Thread[] {keeping, owning}) {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(Math.max(1, deadline.remaining().toMillis()));
      }
    }
  }

  private boolean goesOn() {
    return stopping.getCount() > 0;
  }

  private void keep() {
    try {
      while (!keeper.follow()) {
        if (stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      anyLimit.countDown();
      untilStopped(() -> keeper.keep(this::goesOn));
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private void own() {
    try {
      anyLimit.await();
      untilStopped(() -> owner.own(this::goesOn));
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private void untilStopped(Runnable work) throws InterruptedException {
    while (goesOn()) {
      try {
        work.run();
      } catch (RuntimeException failed) {
        log.warn("limits are taken up anew; the last shares stay in force", failed);
        meters.restarted();
        stopping.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }
}

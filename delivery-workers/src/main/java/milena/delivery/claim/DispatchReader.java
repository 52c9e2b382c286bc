package milena.delivery.claim;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads {@code mail.dispatch} for as long as the service runs. When the log fails
 * it in a way that its clients do not mend by themselves, it leaves everything, and joins again.
 */
final class DispatchReader {
  private static final Logger log = LoggerFactory.getLogger(DispatchReader.class);
  private static final Duration REJOIN_AFTER = Duration.ofSeconds(1);

  /**
   * What a membership has.
   *
   * @param held partitions that it may send for
   * @param inFlight dispatches in hand
   */
  record Standing(int held, int inFlight) {
    static final Standing NOTHING = new Standing(0, 0);
  }

  /** Makes the clients of one membership. */
  interface Memberships {
    Membership join();
  }

  private final Memberships memberships;
  private final Consumer<Throwable> fault;
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("delivery-claim").unstarted(this::run);
  private volatile @Nullable Membership membership;
  private volatile Deadline stopBy;
  private volatile Standing standing = Standing.NOTHING;
  private volatile Health health = Health.notReady("not started");

  /**
   * Does nothing before {@link #start}.
   *
   * @param fault told when the service cannot go on
   */
  DispatchReader(Memberships memberships, LongSupplier nanoClock, Consumer<Throwable> fault) {
    this.memberships = memberships;
    this.fault = fault;
    this.stopBy = Deadline.after(Duration.ZERO, nanoClock);
  }

  /** Joins the group and takes what it is given. */
  void start() {
    thread.start();
  }

  /** How it is. */
  Health health() {
    return health;
  }

  /** What it has at the moment. */
  Standing standing() {
    return standing;
  }

  /**
   * Takes nothing more, lets what is on the wire end, gives all claims back, commits, and returns.
   * What is not ended by the deadline is left to the next owner.
   */
  void stop(Deadline deadline) throws InterruptedException {
    stopBy = deadline;
    stopRequested.countDown();
    var current = membership;
    if (current != null) {
      current.wakeup();
    }
    if (thread.isAlive() && !thread.join(deadline.remaining().plusSeconds(1))) {
      log.warn("dispatch reader did not stop in time");
      thread.interrupt();
    }
  }

  private void run() {
    while (stopRequested.getCount() > 0) {
      standing = Standing.NOTHING;
      try (var joined = memberships.join()) {
        membership = joined;
        serve(joined);
      } catch (FencedInstanceIdException e) {
        health = Health.dead("another process runs under the name of this worker");
        fault.accept(e);
        return;
      } catch (KafkaException e) {
        health = Health.notReady("the log failed: " + e.getMessage());
        log.warn("membership left reason={}", e.toString(), e);
        pause();
      } catch (RuntimeException | Error e) {
        log.error("claims cannot be kept", e);
        health = Health.dead(e.toString());
        fault.accept(e);
        return;
      }
    }
    health = Health.notReady("stopped");
  }

  private void serve(Membership joined) {
    try {
      while (stopRequested.getCount() > 0) {
        joined.turn();
        standing = joined.standing();
        health = Health.ready();
      }
    } catch (WakeupException e) {
      log.debug("woken up to stop");
    } catch (KafkaException e) {
      joined.abandon();
      throw e;
    }
    joined.leave(stopBy);
  }

  private void pause() {
    try {
      if (stopRequested.await(REJOIN_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("stopped while the log was away");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package milena.registry.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import milena.registry.fold.Fold;
import milena.registry.fold.Ledger;

/**
 * How far the log has been read, and who waits for it to be read further. Each waiter is a thread
 * that blocks here, so there are no more of them than the server has threads.
 */
final class Waiting {

  private record Waiter(long position, CompletableFuture<Ledger> read) {}

  private final List<Waiter> waiters = new ArrayList<>();
  private long position;
  private volatile Ledger ledger = new Fold().ledger();

  Ledger ledger() {
    return ledger;
  }

  synchronized void readTo(long reached, Ledger now) {
    position = reached;
    ledger = now;
    for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
      var waiter = each.next();
      if (waiter.position <= reached || waiter.read.isDone()) {
        waiter.read.complete(now);
        each.remove();
      }
    }
  }

  /** Waits until everything before a position has been read. */
  Ledger await(long wanted, Duration limit) throws LogUnavailable {
    var read = until(wanted);
    try {
      return read.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      read.cancel(false);
      throw new LogUnavailable("the log was not read that far within " + limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while reading the log", e);
    }
  }

  private synchronized CompletableFuture<Ledger> until(long wanted) {
    if (position >= wanted) {
      return CompletableFuture.completedFuture(ledger);
    }
    var read = new CompletableFuture<Ledger>();
    waiters.add(new Waiter(wanted, read));
    return read;
  }
}

package milena.mail.route.dns;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Lets a bounded number of calls be under way, makes a bounded number wait, turns away the rest.
 */
final class QueryGate {

  private final int mostUnderWay;
  private final int mostWaiting;
  private final Executor executor;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int underWay;

  /** Calls are started on {@code executor}, never on the caller's thread. */
  QueryGate(int mostUnderWay, int mostWaiting, Executor executor) {
    this.mostUnderWay = mostUnderWay;
    this.mostWaiting = mostWaiting;
    this.executor = executor;
  }

  /** The outcome of the call, or empty at once when too many wait already. */
  <T> Optional<CompletableFuture<T>> pass(Supplier<CompletionStage<T>> call) {
    var outcome = new CompletableFuture<T>();
    Runnable start = () -> start(call, outcome);
    synchronized (this) {
      if (underWay >= mostUnderWay) {
        if (waiting.size() >= mostWaiting) {
          return Optional.empty();
        }
        waiting.add(start);
        return Optional.of(outcome);
      }
      underWay++;
    }
    executor.execute(start);
    return Optional.of(outcome);
  }

  private <T> void start(Supplier<CompletionStage<T>> call, CompletableFuture<T> outcome) {
    CompletableFuture.completedFuture(call)
        .thenCompose(Supplier::get)
        .whenComplete(
            (value, failure) -> {
              next();
              if (failure == null) {
                outcome.complete(value);
              } else {
                outcome.completeExceptionally(failure);
              }
            });
  }

  private void next() {
    Runnable start;
    synchronized (this) {
      start = waiting.poll();
      if (start == null) {
        underWay--;
        return;
      }
    }
    executor.execute(start);
  }
}

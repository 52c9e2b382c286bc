package milena.http.compose;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import milena.http.request.Refusal;

/**
 * Threads on which messages are composed, of which one tenant has half at most. They are threads of
 * the operating system, which shares out the processors among them and everything else: requests
 * run on virtual ones, of which one that only calculates lets no other go on. Safe for use by
 * several threads.
 */
public final class Lanes implements AutoCloseable {

  private final ExecutorService threads;
  private final int part;
  // One for each tenant that there ever was: few, and small.
  private final ConcurrentHashMap<String, Semaphore> parts = new ConcurrentHashMap<>();

  /** Something to be done on such a thread, for a short time. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException, Refusal;
  }

  /**
   * Starts none yet.
   *
   * @param count of threads, at least 2
   */
  public Lanes(int count) {
    part = count / 2;
    threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("http-compose-", 0).factory());
  }

  /** Two for each processor. */
  public static Lanes ofThisMachine() {
    return new Lanes(2 * Runtime.getRuntime().availableProcessors());
  }

  /**
   * Has work done, and waits for it; the work of one tenant is done in the order of its coming.
   *
   * @param patience for how long it waits for those before it
   * @return empty when it was not begun within that time
   * @throws IOException what the work threw, or when there are no threads any more
   */
  public <T> Optional<T> run(String tenant, Duration patience, Work<T> work)
      throws IOException, Refusal, InterruptedException {
    var places = parts.computeIfAbsent(tenant, _ -> new Semaphore(part, true));
    if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    var done = new CompletableFuture<T>();
    try {
      threads.execute(
          () -> {
            try {
              done.complete(work.run());
            } catch (Throwable failed) {
              done.completeExceptionally(failed);
            } finally {
              places.release();
            }
          });
    } catch (RejectedExecutionException stopping) {
      places.release();
      throw new IOException("no messages are composed any more", stopping);
    }
    return Optional.of(result(done));
  }

  private static <T> T result(CompletableFuture<T> done)
      throws IOException, Refusal, InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case IOException unreadable -> throw unreadable;
        case Refusal refusal -> throw refusal;
        case RuntimeException unplanned -> throw unplanned;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(failed);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

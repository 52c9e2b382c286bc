package milena.runtime.lifecycle;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where a running service says that it cannot go on. The first fault ends the process; later ones
 * are its consequences and are kept as suppressed exceptions.
 */
public final class Faults {

  /** What broke: the service and why. */
  public record Fault(String service, Throwable cause) {}

  /** Something done with the services, which waits for them and can be interrupted. */
  public interface Work<T> {

    /** Does it. */
    T run() throws IOException, InterruptedException;
  }

  private final CompletableFuture<Fault> first = new CompletableFuture<>();

  /** Reports that the service cannot go on. Returns at once; may be called from any thread. */
  public void report(String service, Throwable cause) {
    if (!first.complete(new Fault(service, cause))) {
      var known = first.join().cause();
      if (known != cause) {
        known.addSuppressed(cause);
      }
    }
  }

  /** The first fault, if there was one. */
  public Optional<Fault> first() {
    return Optional.ofNullable(first.getNow(null));
  }

  /** Completes with the first fault. */
  public CompletableFuture<Fault> whenFirst() {
    return first.copy();
  }

  /**
   * Does the work on the calling thread, and interrupts it when something breaks: what it waits for
   * may never come then.
   *
   * @throws BrokeDown if the work ended early since something broke
   */
  public <T> T watch(Work<T> work) throws IOException, InterruptedException, BrokeDown {
    var watcher = new Watcher(Thread.currentThread());
    first.thenRun(watcher::interrupt);
    try {
      return work.run();
    } catch (InterruptedException | RuntimeException failure) {
      var fault = first();
      if (fault.isPresent()) {
        throw new BrokeDown(fault.get());
      }
      throw failure;
    } finally {
      watcher.leave();
    }
  }

  /** Interrupts a thread at most while it does the work, and leaves no trace of it behind. */
  private static final class Watcher {
    private final Thread thread;
    private boolean interrupted;
    private boolean over;

    Watcher(Thread thread) {
      this.thread = thread;
    }

    synchronized void interrupt() {
      if (!over) {
        interrupted = true;
        thread.interrupt();
      }
    }

    synchronized void leave() {
      over = true;
      if (interrupted) {
        Thread.interrupted();
      }
    }
  }
}

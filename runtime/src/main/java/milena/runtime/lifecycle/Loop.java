package milena.runtime.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work that goes on in a thread of its own until it is told to stop. When it fails it begins anew
 * after a pause, as often as it takes: a thread that ended would leave undone what nobody else
 * does, and nobody would hear of it.
 */
public final class Loop {

  /** What is done; returns when the loop {@link #isStopping}. */
  public interface Work {
    /** Works until it fails or is told to stop. */
    void run(Loop loop) throws Exception;
  }

  private final Work work;
  private final Duration pause;
  private final Consumer<Exception> failed;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Runnable wakeup;

  /**
   * Prepares a loop; nothing runs before {@link #start}.
   *
   * @param name the thread's
   * @param pause between a failure and the next try
   * @param failed told of each failure, in the loop's thread, but not of what a stop brought about
   */
  public Loop(String name, Duration pause, Work work, Consumer<Exception> failed) {
    this.work = work;
    this.pause = pause;
    this.failed = failed;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  /** Starts the thread. Once only. */
  public void start() {
    thread.start();
  }

  /** Whether the work is to return. */
  public boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /**
   * Says what ends a wait of the work under way, so that a stop need not wait for it.
   *
   * @param end called from the thread that stops, or at once when a stop came first; null once
   *     there is nothing to wake any more
   */
  public void wokenBy(@Nullable Runnable end) {
    wakeup = end;
    if (end != null && isStopping()) {
      end.run();
    }
  }

  /**
   * Tells the work to return, and waits for that.
   *
   * @return whether it had returned in time, or was never started
   */
  public boolean stop(Duration patience) throws InterruptedException {
    stopping.countDown();
    var end = wakeup;
    if (end != null) {
      end.run();
    }
    return thread.getState() == Thread.State.NEW
        || stopped.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      while (!isStopping()) {
        try {
          work.run(this);
        } catch (InterruptedException e) {
          throw e;
        } catch (Exception e) {
          if (isStopping()) {
            return;
          }
          failed.accept(e);
          // A stop ends the pause.
          stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }
}

package milena.runtime.clock;

import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;

/** The time of the process, as Kafka asks for it. */
public class SteadyTime implements Time {

  /** For the one class that Kafka looks for. */
  protected SteadyTime() {}

  /**
   * Whether Kafka's clients go by this time. They do where Milena's jars come before Kafka's on the
   * class path.
   */
  public static boolean rulesKafka() {
    return Time.SYSTEM instanceof SteadyTime;
  }

  @Override
  public final long milliseconds() {
    return SteadyClock.ofThisProcess().millis();
  }

  @Override
  public final long nanoseconds() {
    return System.nanoTime();
  }

  /** Sleeps; an interrupt ends it early and stays set. */
  @Override
  public final void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until a condition holds, which is looked at whenever the object is notified.
   *
   * @throws TimeoutException if it does not by the deadline
   */
  @Override
  public final void waitObject(Object watched, Supplier<Boolean> condition, long deadlineMillis)
      throws InterruptedException {
    synchronized (watched) {
      while (!condition.get()) {
        long left = deadlineMillis - milliseconds();
        if (left <= 0) {
          throw new TimeoutException("the condition did not hold by the deadline");
        }
        watched.wait(left);
      }
    }
  }
}

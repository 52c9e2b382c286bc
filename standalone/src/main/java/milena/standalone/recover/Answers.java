package milena.standalone.recover;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what the broker says, for a bounded time. */
final class Answers {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private Answers() {}

  /** What the broker said, or its refusal as it is. */
  static <T> T of(KafkaFuture<T> asked) throws InterruptedException {
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException refused) {
      throw refused.getCause() instanceof KafkaException kafka
          ? kafka
          : new KafkaException(refused.getCause());
    } catch (TimeoutException silent) {
      throw new KafkaException("no answer from the broker within " + PATIENCE, silent);
    }
  }

  /** Something that has happened or not, by the broker's word. */
  interface Condition {
    boolean holds() throws InterruptedException;
  }

  /** Asks again and again; answers whether it held in time. */
  static boolean await(Duration patience, Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(PAUSE);
    }
    return true;
  }
}

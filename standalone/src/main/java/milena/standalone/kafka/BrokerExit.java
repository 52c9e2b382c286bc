package milena.standalone.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * Kafka ends the JVM by itself when it meets a fault that it cannot go on with. Here that would
 * take the whole mail system down without a word, so the wish is caught and told to those who
 * listen; the thread that had it ends with an exception.
 */
final class BrokerExit {

  private static final List<Consumer<BrokerFault>> LISTENERS = new CopyOnWriteArrayList<>();

  static {
    Exit.setHaltProcedure(BrokerExit::caught);
    Exit.setExitProcedure(BrokerExit::caught);
  }

  private BrokerExit() {}

  /** Ends the listening. */
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  static Listening listen(Consumer<BrokerFault> listener) {
    LISTENERS.add(listener);
    return () -> LISTENERS.remove(listener);
  }

  private static void caught(int status, @Nullable String message) {
    var reason = message == null ? "a fault that it cannot go on with" : message;
    LISTENERS.forEach(listener -> listener.accept(new BrokerFault(status, reason)));
    throw new IllegalStateException("the broker wanted to end the process: " + reason);
  }
}

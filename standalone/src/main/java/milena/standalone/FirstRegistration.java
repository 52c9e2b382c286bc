package milena.standalone;

import java.time.Duration;
import milena.schemas.SchemaRegistryException;
import milena.schemas.registry.OwnSchemas;
import milena.schemas.registry.RegistryClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings our schemas into the registry at a start. On a new cluster everything starts at once, and
 * the registry may have no address or no writer yet; that is waited for, where a refusal is final.
 */
final class FirstRegistration {
  private static final Logger log = LoggerFactory.getLogger(FirstRegistration.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int SERVER_ERROR = 5;

  private FirstRegistration() {}

  /**
   * Returns when the registry has all of them.
   *
   * @throws SchemaRegistryException if it refuses one, or was not able to answer for a minute
   */
  static void into(RegistryClient registry) throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      try {
        OwnSchemas.registerAll(registry);
        return;
      } catch (SchemaRegistryException failure) {
        if (!comesLater(failure) || System.nanoTime() - began > PATIENCE.toNanos()) {
          throw failure;
        }
        log.warn("waiting for the schema registry reason={}", failure.getMessage());
        Thread.sleep(PAUSE);
      }
    }
  }

  /** Nobody answered, or who answered could not serve: 500 to 599, or 50001 and the like. */
  static boolean comesLater(SchemaRegistryException failure) {
    int code = failure.errorCode();
    boolean unserved = code / 100 == SERVER_ERROR || code / 10_000 == SERVER_ERROR;
    return unserved || (code == 0 && failure.getCause() != null);
  }
}

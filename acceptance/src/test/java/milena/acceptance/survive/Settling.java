package milena.acceptance.survive;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/** Waits until all mail has ended. */
final class Settling {

  private static final Duration DELIVERY = Duration.ofMinutes(2);
  private static final Duration ENDINGS = Duration.ofSeconds(30);

  private Settling() {}

  /**
   * Waits until everything acknowledged is at the sink and the account says that nothing waits, and
   * returns the account; after a time also when they do not, since the account then says why.
   */
  static AuditResult of(Processes processes, Node node, Supplier<Ledger> ledger) {
    return of(processes, List.of("--data", node.data().toString()), ledger);
  }

  /** The same for a log that is found by these flags. */
  static AuditResult of(Processes processes, List<String> where, Supplier<Ledger> ledger) {
    try {
      await("everything acknowledged is at the sink")
          .atMost(DELIVERY)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> ledger.get().missing().isEmpty());
      return await("nothing waits any more")
          .atMost(ENDINGS)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> AuditResult.of(processes, where), audit -> audit.waiting() == 0);
    } catch (ConditionTimeoutException unsettled) {
      return AuditResult.of(processes, where);
    }
  }
}

package milena.runtime.lifecycle;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where a running service says that it cannot go on. The first fault ends the process; later ones
 * are its consequences and are kept as suppressed exceptions.
 */
public final class Faults {

  /** What broke: the service and why. */
  public record Fault(String service, Throwable cause) {}

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
}

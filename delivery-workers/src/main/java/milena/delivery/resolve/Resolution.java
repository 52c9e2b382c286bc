package milena.delivery.resolve;

import milena.delivery.outcome.Ending;

/** Where a domain's mail goes, or how it ends. */
public sealed interface Resolution {

  /** One of these hosts is to be reached. */
  record Reach(Destination destination) implements Resolution {}

  /** Nobody is to be reached. */
  record Nowhere(Ending ending) implements Resolution {}
}

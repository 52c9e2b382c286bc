package milena.delivery.send;

import java.util.Optional;

/** Whether a message may still be handed over. */
@FunctionalInterface
public interface Permission {

  /**
   * Asked in the moment before the final dot goes to the kernel; must not block.
   *
   * @return why not; empty if it may
   */
  Optional<String> refusal();
}

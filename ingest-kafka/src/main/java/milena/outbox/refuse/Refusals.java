package milena.outbox.refuse;

import java.util.function.Consumer;

/** Tells of what was not taken. */
@FunctionalInterface
public interface Refusals {

  /**
   * Tells; never blocks.
   *
   * @param told whether it is told for good; may come on any thread, or before this returns
   */
  void tell(Refusal refusal, Consumer<Boolean> told);
}

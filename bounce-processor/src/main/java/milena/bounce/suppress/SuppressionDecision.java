package milena.bounce.suppress;

/** What an event means for later mail to its recipient. */
public sealed interface SuppressionDecision {

  /**
   * The tenant's mail no longer goes to the recipient.
   *
   * @param address the recipient's canonical address
   * @param why in words, for the operator
   */
  record Suppress(String address, String why) implements SuppressionDecision {}

  /** Nothing changes. */
  record Ignore() implements SuppressionDecision {}
}

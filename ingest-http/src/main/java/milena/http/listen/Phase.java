package milena.http.listen;

/** Where a connection stands. */
sealed interface Phase {

  /** Waits for a request. */
  record Idle() implements Phase {}

  /** Asks who it is; nothing is read. */
  record Asking(Head head) implements Phase {}

  /** Takes the body in. */
  record Receiving(Receipt receipt) implements Phase {}

  /** Waits for the answer; nothing is read. */
  record Working(Receipt receipt) implements Phase {}

  /**
   * Was answered before all of its body came, and the rest is dropped.
   *
   * @param left bytes that may still come
   */
  record Dropping(long left, boolean thenOpen) implements Phase {}

  /** Says a last thing. */
  record Closing() implements Phase {}
}

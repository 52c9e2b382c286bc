package milena.delivery.sign;

import milena.delivery.outcome.Ending;

/** What signing a message came to. */
public sealed interface Signed {

  /** There is a signature. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares signatures, and a copy would cost
  record Field(byte[] bytes) implements Signed {}

  /** No key covers the author. */
  record Unsigned() implements Signed {}

  /** The message could not be read. */
  record Unreadable(Ending ending) implements Signed {}
}

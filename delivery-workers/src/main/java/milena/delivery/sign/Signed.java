package milena.delivery.sign;

import milena.delivery.outcome.Ending;

/** What signing a message came to. */
public sealed interface Signed {

  /** There is a signature. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares signatures, and a copy would cost
  record Field(byte[] bytes) implements Signed {}

  /** It leaves as it is. */
  record Unsigned(Reason reason) implements Signed {}

  /** Why a message is not signed. */
  enum Reason {
    /** No key covers the author. */
    NO_KEY("no-key"),
    /** It has no From. */
    NO_FROM("no-from"),
    /** It cannot be said who the author in From is. */
    FROM_UNREADABLE("from-unreadable"),
    /** Its header is larger than its first piece. */
    HEADER_TOO_LONG("header-too-long");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** In metrics and logs. */
    public String word() {
      return word;
    }
  }

  /** The message could not be read. */
  record Unreadable(Ending ending) implements Signed {}
}

package milena.policy;

import java.util.Locale;

/** What a limit bounds. */
public enum Kind {
  /** Connections at one time. */
  CONNECTIONS(false),
  /** Connections opened in a length of time. */
  CONNECTION_RATE(true),
  /** Messages in a length of time, with a burst. */
  MESSAGE_RATE(true),
  /** After so many a connection is closed. */
  MESSAGES_PER_CONNECTION(false),
  /** So many recipients at most share a transaction. */
  RECIPIENTS_PER_TRANSACTION(false),
  /** Dispatches that wait for their result. */
  OUTSTANDING(false);

  private final boolean rate;

  Kind(boolean rate) {
    this.rate = rate;
  }

  /** Whether it is so many in a length of time. */
  public boolean isRate() {
    return rate;
  }

  /** How the document writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

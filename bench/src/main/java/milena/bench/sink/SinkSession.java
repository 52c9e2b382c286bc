package milena.bench.sink;

/** How far a client has come in the dialogue of RFC 5321 section 4.1.4. */
sealed interface SinkSession {
  /** It has the greeting and has not said who it is. */
  record Connected() implements SinkSession {}

  /** It has said EHLO or HELO and has no transaction open. */
  record Identified() implements SinkSession {}

  /** It has begun a transaction. */
  record InTransaction(SinkTransaction transaction) implements SinkSession {}

  /** It has been told to send the message. */
  record ReceivingData(SinkTransaction transaction) implements SinkSession {}
}

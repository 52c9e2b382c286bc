package milena.bench.load;

/** What a connection that is free should do. */
sealed interface Turn {
  /** Send this message. */
  record Send(Assignment assignment) implements Turn {}

  /** Ask again at this time of the monotonic clock. */
  record NotBefore(long nanos) implements Turn {}

  /** Wait until a message that is under way on another connection has its outcome. */
  record AwaitOthers() implements Turn {}

  /** There is nothing more to send. */
  record Finished() implements Turn {}
}

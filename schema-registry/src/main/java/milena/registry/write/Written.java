package milena.registry.write;

import milena.registry.fold.Refusal;

/**
 * What came of a request to change something.
 *
 * @param <T> the answer when it was done
 */
public sealed interface Written<T> {

  /** It is in the log, and was read back. */
  record Done<T>(T answer) implements Written<T> {}

  /** It may not be, or whether it was done is not known; the code tells which. */
  record Refused<T>(Refusal why) implements Written<T> {}

  /** Another process writes. */
  record NotOurs<T>() implements Written<T> {}
}

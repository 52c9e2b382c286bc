package milena.registry.fold;

import java.util.function.Function;

/**
 * What a request to change something comes to, given a ledger.
 *
 * @param <T> the answer when all is done
 */
public sealed interface Decision<T> {

  /** The ledger already says what was asked for. */
  record Done<T>(T answer) implements Decision<T> {}

  /** It may not be. */
  record Refused<T>(Refusal why) implements Decision<T> {}

  /** An entry is missing; who writes gives it its stamp. */
  record Missing<T>(Function<Stamp, Entry> entry) implements Decision<T> {}
}

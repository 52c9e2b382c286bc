package milena.runtime.config;

import java.util.function.Function;

/** The outcome of reading one value. */
public sealed interface Reading<T> {

  /** The value was understood. */
  record Good<T>(T value) implements Reading<T> {}

  /** It was not; {@code reason} completes the sentence that begins with the setting's name. */
  record Bad<T>(String reason) implements Reading<T> {}

  static <T> Reading<T> good(T value) {
    return new Good<>(value);
  }

  static <T> Reading<T> bad(String reason) {
    return new Bad<>(reason);
  }

  /** Goes on with the value if there is one. */
  default <R> Reading<R> then(Function<? super T, Reading<R>> next) {
    return switch (this) {
      case Good<T>(T value) -> next.apply(value);
      case Bad<T>(String reason) -> bad(reason);
    };
  }
}

package milena.runtime.lifecycle;

/** How a service is. */
public sealed interface Health {

  /** Does its work. */
  record Ready() implements Health {}

  /** Lives, but cannot do its work now, and expects to recover by itself. */
  record NotReady(String reason) implements Health {}

  /** Will not recover without a new start of the process. */
  record Dead(String reason) implements Health {}

  static Health ready() {
    return new Ready();
  }

  static Health notReady(String reason) {
    return new NotReady(reason);
  }

  static Health dead(String reason) {
    return new Dead(reason);
  }
}

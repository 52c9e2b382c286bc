package milena.runtime.lifecycle;

/**
 * Where a process is in its life.
 *
 * <pre>
 * New ──► Starting ──► Running ──► Stopping ──► Stopped
 *            └───────────────────────┘
 * </pre>
 */
public sealed interface LifecycleState {

  /** Nothing was started. */
  record New() implements LifecycleState {
    Starting toStarting() {
      return new Starting("");
    }
  }

  /** The services are being started one after the other; this one is at it. */
  record Starting(String service) implements LifecycleState {
    Starting toStarting(String next) {
      return new Starting(next);
    }

    Running toRunning() {
      return new Running();
    }

    Stopping toStopping(String reason) {
      return new Stopping(reason);
    }
  }

  /** All of them run. */
  record Running() implements LifecycleState {
    Stopping toStopping(String reason) {
      return new Stopping(reason);
    }
  }

  /** They are being stopped in reverse. */
  record Stopping(String reason) implements LifecycleState {
    Stopped toStopped() {
      return new Stopped(reason);
    }
  }

  /** Nothing runs any more. */
  record Stopped(String reason) implements LifecycleState {}
}

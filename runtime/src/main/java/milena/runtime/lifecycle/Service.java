package milena.runtime.lifecycle;

/**
 * A part of the process that is started once and stopped once. Calls come from one thread, except
 * {@link #health}, which may come from any.
 */
public interface Service {

  /** A short lower-case name for logs, metrics and the health report: {@code ingest}. */
  String name();

  /**
   * Starts; on return the service does its work. What must not block for long goes on in the
   * background and shows in {@link #health} until it is done.
   *
   * @throws Exception if it cannot start; it has then released what it took
   */
  void start() throws Exception;

  /**
   * Takes no new work, finishes what it has as far as the deadline allows, and releases everything.
   * Called also after a fault of this service.
   */
  void stop(Deadline deadline) throws Exception;

  /** How it is now; cheap, and never blocks. */
  default Health health() {
    return Health.ready();
  }
}

package milena.registry.log;

/** The log did not acknowledge, or did not give, in time. */
public final class LogUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what was waited for. */
  public LogUnavailable(String message) {
    super(message);
  }

  /** Says what was waited for, and what came instead. */
  public LogUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}

package milena.runtime.lifecycle;

/** A service did not start; what had been started before it was stopped again. */
public final class StartFailed extends Exception {

  private final String service;

  StartFailed(String service, Throwable cause) {
    super(service + " did not start: " + cause.getMessage(), cause);
    this.service = service;
  }

  /** The name of the service that failed. */
  public String service() {
    return service;
  }
}

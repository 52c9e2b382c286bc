package milena.standalone.kafka;

/** The broker of this process is gone: nothing can be written, read or finished any more. */
public final class BrokerStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokerStopped(String reason) {
    super("the broker stopped: " + reason);
  }
}

package milena.runtime.lifecycle;

/** A running service reported that it cannot go on, so what was done with it ended early. */
public final class BrokeDown extends Exception {

  BrokeDown(Faults.Fault fault) {
    super(fault.service() + ": " + fault.cause().getMessage(), fault.cause());
  }
}

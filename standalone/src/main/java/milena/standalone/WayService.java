package milena.standalone;

import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Service;

/** What the services of the way share; closed after the last of them. */
record WayService(MailServices services) implements Service {
  @Override
  public String name() {
    return "way";
  }

  @Override
  public void start() {
    // Making the services' ground was the start.
  }

  @Override
  public void stop(Deadline deadline) {
    services.close();
  }
}

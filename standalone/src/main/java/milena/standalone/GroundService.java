package milena.standalone;

import java.io.IOException;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Service;

/** Makes the topics be there, before anything reads or writes them. */
final class GroundService implements Service {
  private final MilenaConfig config;
  private final ClientSettings clients;

  GroundService(MilenaConfig config, String bootstrap) throws IOException {
    this.config = config;
    var properties =
        config.log().place() instanceof MilenaConfig.LogPlace.Outside outside
            ? outside.clientProperties()
            : null;
    this.clients = Ground.clients(config.data(), bootstrap, properties);
  }

  ClientSettings clients() {
    return clients;
  }

  @Override
  public String name() {
    return "topics";
  }

  @Override
  public void start() throws InterruptedException {
    var ours = config.log().place() instanceof MilenaConfig.LogPlace.Embedded;
    Ground.topics(clients, Ground.profile(config), ours);
  }

  @Override
  public void stop(Deadline deadline) {
    // Topics stay.
  }
}

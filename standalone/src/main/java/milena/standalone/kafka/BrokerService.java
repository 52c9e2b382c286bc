package milena.standalone.kafka;

import java.io.IOException;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Faults;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** The embedded broker as the first service of a process. */
public final class BrokerService implements Service {

  private final EmbeddedKafka.Options options;
  private final Faults faults;
  private volatile @Nullable EmbeddedKafka broker;
  private volatile Health health = Health.notReady("not started");

  public BrokerService(EmbeddedKafka.Options options, Faults faults) {
    this.options = options;
    this.faults = faults;
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public void start() throws IOException {
    broker = EmbeddedKafka.start(options, this::failed);
    health = Health.ready();
  }

  private void failed(BrokerFault fault) {
    health = Health.dead(fault.reason());
    faults.report(name(), new IllegalStateException("the broker stopped: " + fault.reason()));
  }

  /**
   * What clients connect to.
   *
   * @throws IllegalStateException before the start
   */
  public String bootstrap() {
    var started = broker;
    if (started == null) {
      throw new IllegalStateException("the broker has not been started");
    }
    return started.bootstrap();
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public void stop(Deadline deadline) throws IOException {
    health = Health.notReady("stopped");
    var stopping = broker;
    if (stopping != null) {
      stopping.close();
    }
  }
}

package milena.standalone.kafka;

import java.io.IOException;
import java.nio.file.Files;
import milena.runtime.config.Size;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Faults;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import milena.schemas.Topics;
import org.jspecify.annotations.Nullable;

/** The embedded broker as the first service of a process. */
public final class BrokerService implements Service {

  /** With less than a few of the largest records, one of them did not fit. */
  private static final long FULL = 4L * Topics.MAX_RECORD_BYTES;

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
    var reason = fault.reason() + why();
    health = Health.dead(reason);
    faults.report(name(), new BrokerStopped(reason));
  }

  /**
   * Kafka tells its log what the fault was, and nobody else; the usual one can be seen from here.
   */
  private String why() {
    try {
      long free = Files.getFileStore(options.folder()).getUsableSpace();
      return free < FULL
          ? "; no space left on the disk of %s (%s free): make room and start again"
              .formatted(options.folder(), new Size(free))
          : "; its log above says more";
    } catch (IOException failure) {
      return "; the disk of %s cannot be read: %s".formatted(options.folder(), failure);
    }
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

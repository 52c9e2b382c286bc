package milena.delivery;

import java.util.Set;
import java.util.function.Supplier;
import milena.delivery.claim.FreshRecords;
import milena.delivery.connect.Clocks;
import milena.delivery.path.Leases;
import milena.delivery.resolve.Directory;
import milena.policy.Policy;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Faults;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.schemas.RecordFormat;
import org.jspecify.annotations.Nullable;

/** The delivery worker as a service. */
public final class DeliveryService implements Service {
  private static final String NAME = "delivery";

  /**
   * What the worker stands on.
   *
   * @param settings of the log; its node is the worker's name, stable over restarts
   * @param format of the records
   * @param fresh what the doors of this process have just written; nothing when none is here
   * @param directory where routes and addresses are looked up
   * @param policy the version that holds now; must not block
   * @param leases of the limits that other workers share
   * @param clocks the monotonic one measures leases, and goes on while the process is stopped
   * @param faults told when it cannot go on
   * @param meters where metrics are registered
   */
  public record Parts(
      ClientSettings settings,
      RecordFormat format,
      FreshRecords fresh,
      Directory directory,
      Supplier<Policy> policy,
      Leases leases,
      Clocks clocks,
      Faults faults,
      Meters meters) {}

  private final Parts parts;
  private final DeliveryConfig config;
  private volatile @Nullable DeliveryWay way;

  /** Does nothing before {@link #start}. */
  public DeliveryService(Parts parts, DeliveryConfig config) {
    this.parts = parts;
    this.config = config;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    var ground =
        new DeliveryWay.Ground(
            parts.settings(),
            parts.format(),
            parts.fresh(),
            parts.directory(),
            parts.policy(),
            parts.leases(),
            parts.clocks(),
            parts.meters());
    way = DeliveryWay.open(ground, config, parts.faults(), NAME);
  }

  @Override
  public void stop(Deadline deadline) throws InterruptedException {
    var stopping = way;
    if (stopping != null) {
      way = null;
      stopping.close(deadline, config.release());
    }
  }

  /** The sources of the policy from which nothing can leave now, as far as that is known here. */
  public Set<String> sickSources() {
    var running = way;
    return running == null ? Set.of() : running.sickSources();
  }

  @Override
  public Health health() {
    var running = way;
    return running == null ? Health.notReady("not started") : running.health();
  }
}

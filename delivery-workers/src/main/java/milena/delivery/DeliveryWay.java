package milena.delivery;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import milena.delivery.claim.BodyReader;
import milena.delivery.claim.ClaimMeters;
import milena.delivery.claim.Claims;
import milena.delivery.claim.FreshRecords;
import milena.delivery.connect.Clocks;
import milena.delivery.connect.LaneMeters;
import milena.delivery.connect.SmtpLanes;
import milena.delivery.path.Leases;
import milena.delivery.resolve.Directory;
import milena.policy.Policy;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Faults;
import milena.runtime.lifecycle.Health;
import milena.runtime.observe.Meters;
import milena.schemas.RecordFormat;

/**
 * The way of a dispatch: it is <b>claim</b>ed and offered to the lane of its site; the lane
 * <b>resolve</b>s where the site is, <b>connect</b>s, opens the letter, <b>sign</b>s and
 * <b>send</b>s it; the <b>outcome</b> goes back to the claim, which writes it down.
 */
final class DeliveryWay {
  private final BodyReader bodies;
  private final SmtpLanes lanes;
  private final Claims claims;

  /**
   * What the way stands on.
   *
   * @param settings of the log; its node is the worker's name
   * @param fresh what the doors of this process have just written
   * @param directory where routes and addresses are looked up
   * @param policy the version that holds now
   * @param leases of the limits that other workers share
   * @param clocks the monotonic one measures leases, and goes on while the process is stopped
   * @param meters where metrics are registered
   */
  record Ground(
      ClientSettings settings,
      RecordFormat format,
      FreshRecords fresh,
      Directory directory,
      Supplier<Policy> policy,
      Leases leases,
      Clocks clocks,
      Meters meters) {}

  private DeliveryWay(BodyReader bodies, SmtpLanes lanes, Claims claims) {
    this.bodies = bodies;
    this.lanes = lanes;
    this.claims = claims;
  }

  /** Puts the steps together, and starts to claim. */
  static DeliveryWay open(Ground ground, DeliveryConfig config, Faults faults, String name) {
    var clocks = ground.clocks();
    var bodies =
        new BodyReader(
            ground.settings(), ground.format(), ground.fresh(), config.bodies(), clocks.nanos());
    var lanes = SmtpLanes.open(lanes(ground, config));
    var claims =
        new Claims(
            new Claims.Parts(ground.settings(), ground.format(), bodies, lanes),
            config.claims(),
            clocks.wall(),
            clocks.nanos(),
            failure -> faults.report(name, failure));
    ClaimMeters.watch(ground.meters(), claims);
    claims.start();
    return new DeliveryWay(bodies, lanes, claims);
  }

  private static SmtpLanes.Parts lanes(Ground ground, DeliveryConfig config) {
    return new SmtpLanes.Parts(
        config.connect(),
        ground.directory(),
        config.keys(),
        ground.policy(),
        ground.leases(),
        ground.clocks(),
        new LaneMeters(ground.meters()));
  }

  Set<String> sickSources() {
    return lanes.sickSources();
  }

  Health health() {
    return claims.health();
  }

  /** Begins nothing more; what is on the wire may end until the deadline, less what follows it. */
  void close(Deadline deadline, Duration release) throws InterruptedException {
    var patience = deadline.remaining().minus(release);
    lanes.drain(patience.isNegative() ? Duration.ZERO : patience);
    try {
      claims.stop(deadline);
    } finally {
      lanes.close();
      bodies.close();
    }
  }
}

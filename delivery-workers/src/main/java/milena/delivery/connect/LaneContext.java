package milena.delivery.connect;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.AttemptTimes;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Hop;
import milena.delivery.outcome.Verdicts;
import milena.delivery.path.ConnectionQuotas;
import milena.delivery.path.Misses;
import milena.delivery.path.PathBook;
import milena.delivery.resolve.Directory;
import milena.delivery.send.SmtpTimeouts;
import milena.delivery.sign.Signing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all lanes of one event loop share; confined to it but for {@link #onLoop}. */
final class LaneContext {

  private static final int MOST_BROKEN = 1024;
  private static final Logger log = LoggerFactory.getLogger(LaneContext.class);

  private final ConnectConfig config;
  private final Clocks clocks;
  private final Directory directory;
  private final Network network;
  private final EventLoop loop;
  private final LetterFitting fitting;
  private final LaneMeters meters;
  private final Moorings moorings;
  private final Shared shared;
  private final PathBook paths;
  private final Misses misses = new Misses();
  private final Map<InetAddress, Long> brokenTls =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
          return size() > MOST_BROKEN;
        }
      };
  private boolean draining;
  private int onWire;

  /**
   * What the lanes of all loops share.
   *
   * @param waiting how many consignments wait
   * @param quotas where connections are counted
   * @param sources from which of them mail can leave
   */
  record Shared(AtomicInteger waiting, ConnectionQuotas quotas, SourceHealth sources) {}

  LaneContext(SmtpLanes.Parts parts, Network network, EventLoop loop, Shared shared) {
    this.config = parts.config();
    this.clocks = parts.clocks();
    this.directory = parts.directory();
    var wall = parts.clocks().wall();
    this.fitting = new LetterFitting(new Signing(parts.keys(), wall), wall, parts.meters());
    this.network = network;
    this.loop = loop;
    this.meters = parts.meters();
    this.moorings = new Moorings(Math.max(1, config.connectionsInAll() / config.threads()));
    this.shared = shared;
    this.paths = new PathBook(parts.policy(), config.pathDefaults());
  }

  ConnectConfig config() {
    return config;
  }

  Clocks clocks() {
    return clocks;
  }

  Directory directory() {
    return directory;
  }

  LetterFitting fitting() {
    return fitting;
  }

  /** Runs this on the event loop: at once if that is where we are. */
  void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /** Runs this on the event loop when what it has to do now is done. */
  void afterwards(Runnable task) {
    loop.execute(task);
  }

  /** Runs this on the event loop after so long, ms. */
  void later(Runnable task, long millis) {
    loop.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** The same from another thread, which may outlive the loop: then it is not done. */
  void wake(Runnable task) {
    try {
      onLoop(task);
    } catch (RejectedExecutionException closed) {
      log.debug("a task came after the lanes were closed");
    }
  }

  /** Opens a connection; what it returns may be done on a thread that is not the loop's. */
  Future<Void> connect(Remote remote, SmtpTimeouts timeouts, Connection owner) {
    var opening = network.connect(loop, remote, timeouts, owner);
    // One that could not be made, as for want of files, is never closed.
    if (opening.channel().isOpen()) {
      moorings.opened();
      opening.channel().closeFuture().addListener(_ -> moorings.closed());
    }
    return opening.done();
  }

  /** The terms of each path. */
  PathBook paths() {
    return paths;
  }

  /** How many dials in a row reached no host. */
  Misses misses() {
    return misses;
  }

  ConnectionQuotas quotas() {
    return shared.quotas();
  }

  SourceHealth sources() {
    return shared.sources();
  }

  Moorings moorings() {
    return moorings;
  }

  /** Whether TLS with this address failed not longer ago than this. */
  boolean isTlsBroken(InetAddress address, Duration remembered) {
    var since = brokenTls.get(address);
    return since != null && clocks.nanos().getAsLong() - since < remembered.toNanos();
  }

  void rememberBrokenTls(InetAddress address) {
    brokenTls.remove(address);
    brokenTls.put(address, clocks.nanos().getAsLong());
  }

  LaneMeters meters() {
    return meters;
  }

  /** Judges how an attempt ended, and hands the outcome to whoever offered it. */
  void finish(Consignment consignment, Ending ending, Hop hop, AttemptTimes times) {
    var outcome = new AttemptOutcome(Verdicts.of(ending), hop, times);
    meters.ended(outcome);
    consignment.finish(outcome);
  }

  boolean isDraining() {
    return draining;
  }

  void beginDraining() {
    draining = true;
  }

  /** Counts consignments that wait, here and on the other loops. */
  void countWaiting(int change) {
    shared.waiting().addAndGet(change);
  }

  void countOnWire(int change) {
    onWire += change;
  }

  int onWire() {
    return onWire;
  }
}

package milena.delivery.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import milena.delivery.path.ConnectionQuotas;
import milena.delivery.path.Leases;
import milena.delivery.resolve.Directory;
import milena.delivery.sign.SigningKeys;
import milena.policy.Policy;

/** Lanes over SMTP. Each site belongs to one event loop, on which all that concerns it happens. */
public final class SmtpLanes implements Lanes {

  /**
   * What lanes are made of.
   *
   * @param config how mail leaves
   * @param directory where routes and addresses are looked up
   * @param keys what mail is signed with
   * @param policy the version that holds now; must not block
   * @param leases of the limits that other workers share
   * @param clocks wall clock and monotonic clock
   * @param meters where is counted
   */
  public record Parts(
      ConnectConfig config,
      Directory directory,
      SigningKeys keys,
      Supplier<Policy> policy,
      Leases leases,
      Clocks clocks,
      LaneMeters meters) {}

  private final Network network;
  private final SourceHealth sources;
  private final List<LaneLoop> loops;
  private final AtomicInteger waiting = new AtomicInteger();

  private SmtpLanes(Parts parts) {
    parts.meters().watch(waiting);
    this.network = new Network(parts.config(), parts.clocks());
    this.sources = new SourceHealth(parts, network, network.nextLoop());
    var quotas = new ConnectionQuotas(parts.clocks().nanos(), parts.leases());
    var shared = new LaneContext.Shared(waiting, quotas, sources);
    this.loops =
        IntStream.range(0, parts.config().threads())
            .mapToObj(_ -> network.nextLoop())
            .map(loop -> new LaneLoop(new LaneContext(parts, network, loop, shared), loop))
            .toList();
    sources.watch();
  }

  /** Starts the event loops; no connection is opened before something is offered. */
  public static SmtpLanes open(Parts parts) {
    return new SmtpLanes(parts);
  }

  /**
   * The sources of the policy from which nothing can leave now: what is offered for one ends as not
   * tried. Only what an attempt has found out is known.
   */
  public Set<String> sickSources() {
    return sources.sick();
  }

  @Override
  public void offer(List<? extends Consignment> consignments) {
    var byLoop = new HashMap<LaneLoop, List<Consignment>>();
    for (var consignment : consignments) {
      var loop = loops.get(Math.floorMod(consignment.site().hashCode(), loops.size()));
      byLoop.computeIfAbsent(loop, _ -> new ArrayList<>()).add(consignment);
    }
    byLoop.forEach(this::offer);
  }

  private void offer(LaneLoop loop, List<Consignment> consignments) {
    waiting.addAndGet(consignments.size());
    try {
      loop.loop().execute(() -> consignments.forEach(loop::offer));
    } catch (RejectedExecutionException closed) {
      waiting.addAndGet(-consignments.size());
    }
  }

  @Override
  public void withdraw(Predicate<Consignment> which) {
    loops.forEach(loop -> loop.loop().execute(() -> loop.withdraw(which)));
  }

  @Override
  public void leave(Set<Integer> partitions) {
    loops.forEach(loop -> loop.loop().execute(() -> loop.leave(partitions)));
  }

  @Override
  public int waiting() {
    return waiting.get();
  }

  @Override
  public CompletionStage<Void> drain(Duration patience) {
    return CompletableFuture.allOf(
        loops.stream()
            .map(
                loop -> {
                  var done = new CompletableFuture<Void>();
                  loop.loop().execute(() -> loop.drain(patience.toMillis(), done));
                  return done;
                })
            .toArray(CompletableFuture[]::new));
  }

  @Override
  public void close() {
    loops.forEach(loop -> loop.loop().execute(loop::close));
    network.close();
  }
}

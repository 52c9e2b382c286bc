package milena.delivery.connect;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import milena.delivery.outcome.AttemptTimes;
import milena.delivery.outcome.Hop;
import milena.delivery.resolve.Resolution;
import milena.delivery.resolve.Resolutions;
import milena.mail.route.Route;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes of one event loop. Confined to it. */
final class LaneLoop {

  private static final long TICK_MS = 250;
  private static final long LOOK_MS = 10;

  /** One in so many failures of a tick is told: what fails may fail at each. */
  private static final int TOLD = 40;

  private static final String CUT = "shutting down";
  private static final Logger log = LoggerFactory.getLogger(LaneLoop.class);

  private final LaneContext context;
  private final EventLoop loop;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Set<Consignment> resolving = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable Future<?> ticking;
  private int failures;

  LaneLoop(LaneContext context, EventLoop loop) {
    this.context = context;
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  void offer(Consignment consignment) {
    if (context.isDraining()) {
      context.countWaiting(-1);
      return;
    }
    var begun = context.clocks().now();
    var route = context.directory().route(consignment.domain());
    if (route.isDone()) {
      place(consignment, route.join(), begun);
      return;
    }
    resolving.add(consignment);
    route.thenAccept(
        found ->
            context.onLoop(
                () -> {
                  if (resolving.remove(consignment)) {
                    place(consignment, found, begun);
                  }
                }));
  }

  void withdraw(Predicate<Consignment> which) {
    var before = resolving.size();
    resolving.removeIf(which);
    context.countWaiting(resolving.size() - before);
    lanes.values().forEach(lane -> lane.each(berth -> berth.withdraw(which)));
  }

  void leave(Set<Integer> partitions) {
    lanes.values().forEach(lane -> lane.leave(partitions));
  }

  void drain(long patienceMs, CompletableFuture<Void> done) {
    context.beginDraining();
    withdraw(_ -> true);
    lanes.values().forEach(lane -> lane.each(berth -> berth.letGo(CUT)));
    look(context.clocks().nanos().getAsLong() + TimeUnit.MILLISECONDS.toNanos(patienceMs), done);
  }

  void close() {
    context.beginDraining();
    withdraw(_ -> true);
    lanes.values().forEach(lane -> lane.each(berth -> berth.cut(CUT)));
    if (ticking != null) {
      ticking.cancel(false);
    }
  }

  private void look(long deadline, CompletableFuture<Void> done) {
    if (context.onWire() == 0) {
      done.complete(null);
    } else if (context.clocks().nanos().getAsLong() - deadline >= 0) {
      lanes.values().forEach(lane -> lane.each(berth -> berth.cut(CUT)));
      done.complete(null);
    } else {
      loop.schedule(() -> look(deadline, done), LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void place(Consignment consignment, Route route, long begun) {
    switch (Resolutions.of(route, context.config().mxPort())) {
      case Resolution.Reach(var destination) -> {
        followPolicy();
        lanes
            .computeIfAbsent(consignment.site(), _ -> new Lane(context))
            .arrive(destination, consignment);
        keepTicking();
      }
      case Resolution.Nowhere(var ending) -> {
        context.countWaiting(-1);
        var times = new AttemptTimes(begun, context.clocks().now(), 0, 0, 0);
        context.finish(consignment, ending, Hop.NONE, times);
      }
    }
  }

  private void keepTicking() {
    if (ticking == null) {
      ticking = loop.scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void followPolicy() {
    try {
      if (context.paths().follow()) {
        lanes.values().forEach(Lane::followPolicy);
      }
    } catch (RuntimeException e) {
      failed("the policy could not be followed", e);
    }
  }

  private void tick() {
    followPolicy();
    lanes.values().removeIf(lane -> !tick(lane));
    if (lanes.isEmpty() && ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
  }

  /** Says so now and then. Thrown out of a tick, it would end the ticks for good. */
  private void failed(String what, RuntimeException why) {
    if (failures++ % TOLD == 0) {
      log.error("{}; it is tried again every {} ms", what, TICK_MS, why);
    }
  }

  private boolean tick(Lane lane) {
    try {
      return lane.tick();
    } catch (RuntimeException e) {
      failed("a lane could not be looked after", e);
      return true;
    }
  }
}

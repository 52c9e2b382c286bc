package milena.runtime.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import milena.runtime.lifecycle.LifecycleState.New;
import milena.runtime.lifecycle.LifecycleState.Running;
import milena.runtime.lifecycle.LifecycleState.Starting;
import milena.runtime.lifecycle.LifecycleState.Stopped;
import milena.runtime.lifecycle.LifecycleState.Stopping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts services in their order and stops them in reverse, so that each finds what it needs. */
public final class Lifecycle {

  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

  private final List<Service> services;
  private final Duration drainWithin;
  private final LongSupplier nanoClock;
  private final List<Service> running = new ArrayList<>();
  private volatile LifecycleState state = new New();

  /**
   * Takes the services in the order of their start.
   *
   * @param drainWithin how long all of them together may take to stop
   * @param nanoClock the monotonic clock
   */
  public Lifecycle(List<Service> services, Duration drainWithin, LongSupplier nanoClock) {
    this.services = List.copyOf(services);
    this.drainWithin = drainWithin;
    this.nanoClock = nanoClock;
  }

  /**
   * Starts everything. A stop that comes meanwhile waits until this has returned.
   *
   * @throws StartFailed if a service did not start; nothing runs then
   * @throws IllegalStateException if this lifecycle was started before
   */
  public synchronized void start() throws StartFailed {
    if (!(state instanceof New fresh)) {
      throw new IllegalStateException("started before: " + state);
    }
    var starting = fresh.toStarting();
    for (var service : services) {
      starting = starting.toStarting(service.name());
      transition(starting);
      try {
        service.start();
        running.add(service);
      } catch (Exception | LinkageError failure) {
        stopFrom(starting.toStopping(service.name() + " did not start"));
        throw new StartFailed(service.name(), failure);
      }
    }
    transition(starting.toRunning());
  }

  /** Stops everything that runs, in reverse; does nothing when there is nothing to stop. */
  public synchronized void stop(String reason) {
    switch (state) {
      case New _ -> transition(new Stopped(reason));
      case Running now -> stopFrom(now.toStopping(reason));
      case Starting now -> stopFrom(now.toStopping(reason));
      case Stopping _, Stopped _ -> log.debug("already stopped reason={}", reason);
    }
  }

  public LifecycleState state() {
    return state;
  }

  /** The health of every service by name, in the order of start. */
  public Map<String, Health> health() {
    var all = new LinkedHashMap<String, Health>();
    services.forEach(service -> all.put(service.name(), service.health()));
    return all;
  }

  private void stopFrom(Stopping stopping) {
    transition(stopping);
    var deadline = Deadline.after(drainWithin, nanoClock);
    for (var service : running.reversed()) {
      try {
        service.stop(deadline);
      } catch (Exception | LinkageError failure) {
        log.warn("service did not stop cleanly service={}", service.name(), failure);
      }
    }
    running.clear();
    transition(stopping.toStopped());
  }

  private void transition(LifecycleState next) {
    log.debug("lifecycle from={} to={}", state, next);
    state = next;
  }
}

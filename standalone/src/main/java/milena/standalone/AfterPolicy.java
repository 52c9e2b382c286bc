package milena.standalone;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Faults;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that is made and started once the policy was read to its end: before that nobody knows
 * by which source and how fast mail may leave, so none does. Usually it was read before this one's
 * turn to start, which then is a usual start. Else it starts by itself when that has come, takes no
 * partitions from processes that know more, and says in its health what it waits for.
 */
final class AfterPolicy implements Service {
  private static final Logger log = LoggerFactory.getLogger(AfterPolicy.class);

  private final String name;
  private final CompletableFuture<Void> read;
  private final Callable<? extends Service> maker;
  private final Faults faults;
  private volatile @Nullable Service running;
  private boolean stopped;

  /**
   * Makes nothing yet.
   *
   * @param read completes when the policy was read to its end once
   * @param maker of the service, which finds the policy in force
   * @param faults told when the service does not start later on
   */
  AfterPolicy(
      String name, CompletableFuture<Void> read, Callable<? extends Service> maker, Faults faults) {
    this.name = name;
    this.read = read;
    this.maker = maker;
    this.faults = faults;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws Exception {
    if (read.isDone()) {
      begin();
      return;
    }
    log.warn("nothing is done before the policy is read service={}", name);
    read.thenRunAsync(this::beginLate, Thread::startVirtualThread);
  }

  private void beginLate() {
    try {
      begin();
    } catch (Exception | LinkageError failure) {
      faults.report(name, failure);
    }
  }

  private synchronized void begin() throws Exception {
    if (stopped) {
      return;
    }
    var service = maker.call();
    service.start();
    running = service;
  }

  @Override
  public synchronized void stop(Deadline deadline) throws Exception {
    stopped = true;
    var service = running;
    if (service != null) {
      service.stop(deadline);
    }
  }

  @Override
  public Health health() {
    var service = running;
    return service == null
        ? Health.notReady("waits for the policy: mail.policy was not read to its end yet")
        : service.health();
  }
}

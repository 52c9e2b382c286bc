package milena.standalone;

import java.util.concurrent.Callable;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** A service that can only be made when those before it have started. */
final class LateService<S extends Service> implements Service {
  private final String name;
  private final Callable<S> maker;
  private volatile @Nullable S made;

  LateService(String name, Callable<S> maker) {
    this.name = name;
    this.maker = maker;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws Exception {
    S service = maker.call();
    made = service;
    service.start();
  }

  @Override
  public void stop(Deadline deadline) throws Exception {
    var service = made;
    if (service != null) {
      service.stop(deadline);
    }
  }

  @Override
  public Health health() {
    var service = made;
    return service == null ? Health.notReady("not started") : service.health();
  }

  /** The service; there once it was started. */
  S get() {
    var service = made;
    if (service == null) {
      throw new IllegalStateException(name + " has not been started");
    }
    return service;
  }
}

package milena.standalone;

import milena.limits.LimitService;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import milena.tenants.Logins;
import milena.tenants.book.TenantBook;

/** Who may come in and how much of whom, for all doors of this process. */
record TenancyService(TenantBook book, Logins logins, LimitService limits) implements Service {
  @Override
  public String name() {
    return "tenants";
  }

  @Override
  public void start() throws Exception {
    book.start();
  }

  @Override
  public void stop(Deadline deadline) throws Exception {
    logins.close();
    book.stop(deadline);
  }

  @Override
  public Health health() {
    return book.health();
  }
}

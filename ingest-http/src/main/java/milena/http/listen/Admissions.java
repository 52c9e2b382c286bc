package milena.http.listen;

import milena.http.answer.Reply;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;

/**
 * Lets requests in of whom it is known who they are: tenants share what the settings give, and
 * operators have room beside it, which no tenant can take. Their commands have some that their
 * looks cannot take either. Safe for use by several threads.
 */
final class Admissions {

  private static final int OPERATORS_REQUESTS = 16;

  /** In place of a tenant, where there is none. */
  private static final Tenant OPERATORS = Tenant.named("operators", new Stamp(0, ""));

  private final ListenSettings settings;
  private final Admission tenants;
  private final Admission looks = forOperators();
  private final Admission commands = forOperators();

  Admissions(ListenSettings settings) {
    this.settings = settings;
    this.tenants = new Admission(settings.requests(), settings.bodies());
  }

  // Half of it is one operator's, and each of those requests may have its whole body.
  private static Admission forOperators() {
    return new Admission(OPERATORS_REQUESTS, (long) OPERATORS_REQUESTS * Endpoint.Steer.MOST_BODY);
  }

  /** Whether a request may come in. */
  sealed interface Outcome {
    /** It may; its receipt is to be closed. */
    record In(Receipt receipt) implements Outcome {}

    /** It may not. */
    record Out(Reply reply) implements Outcome {}
  }

  /** A tenant's. */
  Outcome tenant(Head asked, Tenant tenant, Endpoint.Task task) {
    var room = new Receipt.Room(tenants, tenant.name(), settings.body());
    return enter(asked, tenant, task, room);
  }

  /** An operator's, who has this login. */
  Outcome operator(Head asked, String login, Endpoint.Steer steer) {
    var admission = steer.looks() ? looks : commands;
    var room = new Receipt.Room(admission, login, Endpoint.Steer.MOST_BODY);
    return enter(asked, OPERATORS, steer.by(login), room);
  }

  private Outcome enter(Head asked, Tenant tenant, Endpoint.Task task, Receipt.Room room) {
    if (asked.length() > room.most()) {
      return new Outcome.Out(Receipt.tooLarge(room.most()));
    }
    long length = Math.max(0, asked.length());
    return switch (room.admission().enter(room.who(), length)) {
      case ADMITTED -> new Outcome.In(new Receipt(asked, tenant, task, room, settings));
      case HAS_ENOUGH -> new Outcome.Out(Receipt.enough());
      case FULL -> new Outcome.Out(Receipt.busy());
    };
  }

  int requests() {
    return tenants.requests() + looks.requests() + commands.requests();
  }

  long bytes() {
    return tenants.bytes() + looks.bytes() + commands.bytes();
  }
}

package milena.standalone;

import milena.outbox.OutboxConfig;
import milena.outbox.OutboxService;
import milena.outbox.check.OutboxRules;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import milena.schemas.LogProfile;
import milena.tenants.book.TenantBook;

/** The outbox door with what it stands on: who there is, and a topic for each of them. */
final class OutboxDoor implements Service {
  private final OutboxTopics topics;
  private final OutboxService outboxes;

  /**
   * Makes it.
   *
   * @param book read by whoever made it
   */
  OutboxDoor(
      MilenaConfig.Intake intake,
      TenantBook book,
      LogProfile profile,
      OutboxService.Surroundings around,
      byte[] salt) {
    var rules =
        new OutboxRules(
            intake.hostname(),
            intake.messageSize().bytes(),
            intake.recipientsMax(),
            intake.checks());
    this.topics = new OutboxTopics(around.clients(), profile, book::known, intake.tenant());
    this.outboxes = new OutboxService(OutboxConfig.defaults(rules), around, salt);
  }

  @Override
  public String name() {
    return "outbox";
  }

  @Override
  public void start() throws Exception {
    topics.start();
    outboxes.start();
  }

  @Override
  public void stop(Deadline deadline) throws Exception {
    topics.stop();
    outboxes.stop(deadline);
  }

  @Override
  public Health health() {
    return outboxes.health();
  }
}

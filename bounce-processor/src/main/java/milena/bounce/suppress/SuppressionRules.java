package milena.bounce.suppress;

import milena.bounce.suppress.SuppressionDecision.Ignore;
import milena.bounce.suppress.SuppressionDecision.Suppress;
import milena.mail.address.AddressParser;
import milena.mail.address.Path;
import milena.mail.address.PathResult;
import milena.schemas.MailEvent;

/** Decides what an event means for later mail to its recipient. */
public final class SuppressionRules {
  private static final String BOUNCED = "bounced";

  private SuppressionRules() {}

  /** Decides. The worker has judged the reply itself, where stage and text were at hand. */
  public static SuppressionDecision decide(MailEvent event) {
    if (!event.getFinal$() || !event.getType().equals(BOUNCED) || !event.getMailboxGone()) {
      return new Ignore();
    }
    return AddressParser.mailbox(event.getRecipient()) instanceof PathResult.Parsed parsed
            && parsed.path() instanceof Path.Of to
        ? new Suppress(
            to.mailbox().canonical(), "the mailbox does not exist, says " + event.getSite())
        : new Ignore();
  }
}

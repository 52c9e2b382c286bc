package milena.delivery.outcome;

import org.jspecify.annotations.Nullable;

/**
 * Everything about one attempt that its result tells, besides the ids of its dispatch.
 *
 * @param verdict what became of it
 * @param hop the connection it used
 * @param times what it took
 */
public record AttemptOutcome(Verdict verdict, Hop hop, AttemptTimes times) {

  /** How far the failure reaches; null for what was delivered, or not tried for no failure. */
  public @Nullable FailureScope scope() {
    return switch (verdict) {
      case Verdict.Deferred deferred -> deferred.scope();
      case Verdict.Bounced bounced -> bounced.scope();
      case Verdict.NotTried notTried -> notTried.scope();
      case Verdict.Delivered _ -> null;
    };
  }

  /** Class of the failure; empty for what was delivered or not tried. */
  public String bounceClass() {
    return switch (verdict) {
      case Verdict.Deferred deferred -> deferred.bounceClass();
      case Verdict.Bounced bounced -> bounced.bounceClass();
      case Verdict.Delivered _, Verdict.NotTried _ -> "";
    };
  }

  /** Whether the reply proves that the mailbox does not exist. */
  public boolean mailboxGone() {
    return verdict instanceof Verdict.Bounced bounced && bounced.mailboxGone();
  }
}

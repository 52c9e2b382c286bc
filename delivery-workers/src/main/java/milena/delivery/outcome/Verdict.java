package milena.delivery.outcome;

import org.jspecify.annotations.Nullable;

/** What became of one attempt. */
public sealed interface Verdict {

  /** Where in the session it was decided. */
  SessionStage stage();

  /** The reply that decided it, or what happened instead. */
  Said said();

  /** As it is written into the attempt's result. */
  String word();

  /** The other side has taken responsibility. */
  record Delivered(Said said) implements Verdict {
    @Override
    public SessionStage stage() {
      return SessionStage.FINAL_DOT;
    }

    @Override
    public String word() {
      return "delivered";
    }
  }

  /**
   * A later attempt may succeed.
   *
   * @param bounceClass class of the failure
   */
  record Deferred(FailureScope scope, SessionStage stage, Said said, String bounceClass)
      implements Verdict {
    @Override
    public String word() {
      return "deferred";
    }
  }

  /**
   * No attempt will succeed.
   *
   * @param bounceClass class of the failure
   * @param mailboxGone the reply proves that the mailbox does not exist
   */
  record Bounced(
      FailureScope scope, SessionStage stage, Said said, String bounceClass, boolean mailboxGone)
      implements Verdict {
    @Override
    public String word() {
      return "bounced";
    }
  }

  /**
   * The permission ran out, the body could not be read now, no connection was to be had, or nothing
   * can leave from the source that was chosen: it does not count as an attempt.
   *
   * @param scope {@link FailureScope#SOURCE} for the last of these, {@link FailureScope#PATH} for
   *     the one before, so that whoever gives permissions gives fewer; null otherwise
   */
  record NotTried(@Nullable FailureScope scope, SessionStage stage, Said said) implements Verdict {

    /** It is about no source and no path. */
    public NotTried(SessionStage stage, Said said) {
      this(null, stage, said);
    }

    @Override
    public String word() {
      return "not-tried";
    }
  }
}

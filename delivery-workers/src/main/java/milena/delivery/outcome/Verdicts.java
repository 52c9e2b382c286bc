package milena.delivery.outcome;

import java.util.List;

/**
 * The one place that says what an ending means and how far the failure reaches.
 *
 * <p>A refusal of RCPT concerns the recipient, one of MAIL, DATA or the message itself concerns the
 * message; 421 closes the connection whenever it comes, and is never permanent. Refusals for policy
 * reasons before there is a message to judge (x.7.x at MAIL) are about us, and those for the state
 * of the system (4.3.x) are about the site (RFC 3463 §3).
 */
public final class Verdicts {

  private static final int CLOSING = 421;
  private static final String POLICY = ".7.";
  private static final String SYSTEM = ".3.";
  private static final String NO_ADDRESS = "no host of the site has an address";

  /** The code of a host that cannot promise what a message requires (RFC 8689 §8). */
  private static final String UNPROMISED = "5.7.30";

  private Verdicts() {}

  /** What this ending means. */
  public static Verdict of(Ending ending) {
    return switch (ending) {
      case Ending.Answered answered ->
          answered(answered.stage(), answered.said(), answered.shared());
      case Ending.Lost(var stage, var why) ->
          ownDeferral(FailureScope.CONNECTION, stage, Said.local("4.4.2", ambiguous(stage, why)));
      case Ending.Silent(var stage) ->
          ownDeferral(
              FailureScope.CONNECTION,
              stage,
              Said.local("4.4.2", ambiguous(stage, "no answer in time")));
      case Ending.Garbled(var stage, var said) ->
          ownDeferral(FailureScope.CONNECTION, stage, garbled(stage, said));
      case Ending.Withheld(var stage, var reason) ->
          new Verdict.NotTried(stage, Said.local("", reason));
      case Ending.Unconnected(var reason) ->
          new Verdict.NotTried(FailureScope.PATH, SessionStage.CONNECT, Said.local("", reason));
      case Ending.Unfit(var said) -> ownBounce(FailureScope.MESSAGE, SessionStage.BODY, said);
      case Ending.BodyLost(var reason) ->
          ownBounce(FailureScope.MESSAGE, SessionStage.BODY, Said.local("5.6.0", reason));
      case Ending.BodyAway(var reason) ->
          new Verdict.NotTried(SessionStage.BODY, Said.local("", reason));
      case Ending.Unreachable(var troubles, var chosen) ->
          unreachable(troubles, chosen ? FailureScope.PATH : FailureScope.SITE);
      case Ending.Unpromised(var troubles) -> unpromised(troubles);
      case Ending.SourceAway(var reason) ->
          new Verdict.NotTried(
              FailureScope.SOURCE, SessionStage.CONNECT, Said.local("4.4.0", reason));
      case Ending.NoRoute(var said) -> ownBounce(FailureScope.RECIPIENT, SessionStage.ROUTE, said);
      case Ending.RouteUnknown(var reason) ->
          ownDeferral(FailureScope.RECIPIENT, SessionStage.ROUTE, Said.local("4.4.3", reason));
      case Ending.RouteForbidden(var reason) ->
          ownDeferral(FailureScope.SITE, SessionStage.ROUTE, Said.local("", reason));
    };
  }

  private static Verdict answered(SessionStage stage, Said said, boolean shared) {
    if (said.code() >= 200 && said.code() < 300 && stage == SessionStage.FINAL_DOT) {
      return new Verdict.Delivered(said);
    }
    var judged = Judgement.of(stage, said, !shared);
    return said.code() >= 500
        ? new Verdict.Bounced(
            scope(stage, said), stage, said, judged.bounceClass(), judged.mailboxGone())
        : new Verdict.Deferred(scope(stage, said), stage, said, judged.bounceClass());
  }

  private static FailureScope scope(SessionStage stage, Said said) {
    if (said.code() == CLOSING) {
      return isAbout(said, POLICY) ? FailureScope.PATH : FailureScope.CONNECTION;
    }
    if (said.code() < 500 && isAbout(said, SYSTEM)) {
      return FailureScope.SITE;
    }
    return switch (stage) {
      case RCPT -> FailureScope.RECIPIENT;
      case MAIL -> isAbout(said, POLICY) ? FailureScope.PATH : FailureScope.MESSAGE;
      case ROUTE, BODY, DATA, FINAL_DOT -> FailureScope.MESSAGE;
      case CONNECT, BANNER, EHLO, STARTTLS -> FailureScope.CONNECTION;
    };
  }

  private static boolean isAbout(Said said, String subject) {
    return said.enhanced().startsWith(subject, 1);
  }

  /**
   * Nobody could be reached: the site as a whole waits, or the path to it, whatever its hosts said
   * of themselves. That TLS is required and not there is about our policy, which is for some paths.
   */
  private static Verdict unreachable(List<HostTrouble> troubles, FailureScope scope) {
    if (troubles.isEmpty()) {
      return ownDeferral(scope, SessionStage.CONNECT, Said.local("4.4.1", NO_ADDRESS));
    }
    var last = troubles.getLast();
    var said = last.said();
    var unprotected = said.code() == 0 && isAbout(said, POLICY);
    var enhanced = said.code() > 0 || unprotected ? said.enhanced() : "4.4.1";
    return ownDeferral(
        unprotected ? FailureScope.PATH : scope,
        last.stage(),
        new Said(said.code(), enhanced, text(last, troubles)));
  }

  private static String text(HostTrouble which, List<HostTrouble> troubles) {
    var count = troubles.size() == 1 ? "" : " (last of " + troubles.size() + " addresses)";
    return which.host() + ": " + which.said().text() + count;
  }

  /**
   * When every host has answered and none can promise it, none will; while one has not answered, it
   * may. Either concerns this message alone: others go to these hosts without a promise.
   */
  private static Verdict unpromised(List<HostTrouble> troubles) {
    for (var trouble : troubles.reversed()) {
      if (!trouble.said().enhanced().equals(UNPROMISED)) {
        return ownDeferral(
            FailureScope.MESSAGE, trouble.stage(), Said.local("4.7.0", text(trouble, troubles)));
      }
    }
    if (troubles.isEmpty()) {
      return ownDeferral(
          FailureScope.MESSAGE, SessionStage.CONNECT, Said.local("4.4.1", NO_ADDRESS));
    }
    var last = troubles.getLast();
    var why = "REQUIRETLS support required: " + text(last, troubles);
    return ownBounce(FailureScope.MESSAGE, last.stage(), Said.local(UNPROMISED, why));
  }

  private static Said garbled(SessionStage stage, Said said) {
    var text = ambiguous(stage, "not understood: " + said.text());
    return new Said(said.code(), "4.5.0", text);
  }

  private static String ambiguous(SessionStage stage, String why) {
    return stage == SessionStage.FINAL_DOT
        ? why + " after the final dot: ambiguous, the message may have been taken"
        : why;
  }

  private static Verdict ownDeferral(FailureScope scope, SessionStage stage, Said said) {
    return new Verdict.Deferred(scope, stage, said, Judgement.ownClass(stage, said));
  }

  private static Verdict ownBounce(FailureScope scope, SessionStage stage, Said said) {
    return new Verdict.Bounced(scope, stage, said, Judgement.ownClass(stage, said), false);
  }
}

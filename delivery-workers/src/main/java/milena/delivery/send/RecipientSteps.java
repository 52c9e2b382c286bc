package milena.delivery.send;

import java.util.Locale;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Said;
import milena.delivery.send.ClientState.Ahead;
import milena.delivery.send.ClientState.AwaitData;
import milena.delivery.send.ClientState.AwaitRcpt;
import milena.delivery.send.ClientState.Progress;
import milena.delivery.send.ClientState.Resetting;
import milena.delivery.send.ClientState.SendingBody;
import milena.mail.reply.SmtpReply;

/**
 * The part of {@link SmtpExchange} in which recipients are answered, each by its own reply. Those
 * that are accepted share what follows; without any there is no message.
 */
final class RecipientSteps {

  /** No room for one recipient more, among other things (RFC 5321 §4.5.3.1.10). */
  private static final int NO_ROOM = 452;

  /** The enhanced code x.5.3 (RFC 3463 §3.6). */
  private static final int PROTOCOL = 5;

  private static final int TOO_MANY_RECIPIENTS = 3;

  /** What servers say that go by text, the second for all domains but the first. */
  private static final String MANY_RECIPIENTS = "too many recipients";

  private static final String MANY_DOMAINS = "multiple destination domains";

  private RecipientSteps() {}

  static Transition rcptAnswered(AwaitRcpt state, SmtpReply reply) {
    var tally = state.tally();
    if (tally.mailRefused()) {
      return reply.code() == SmtpExchange.CLOSING
          ? Transition.close()
          : goOn(answered(state, false));
    }
    if (reply.isPositive()) {
      return goOn(answered(state, true));
    }
    if (TransactionSteps.isOver(reply)) {
      return TransactionSteps.over(state, reply);
    }
    return goOn(
        answered(state, false),
        tally.accepted() > 0 && isTooMany(reply)
            ? new Move.Postpone(tally.answered())
            : new Move.Refuse(
                tally.answered(), new Ending.Answered(state.stage(), Said.of(reply))));
  }

  private static AwaitRcpt answered(AwaitRcpt state, boolean taken) {
    return new AwaitRcpt(
        state.offered(), state.envelope(), state.ahead(), state.tally().and(taken));
  }

  /** The next recipient, or what comes after the last. */
  private static Transition goOn(AwaitRcpt state, Move... told) {
    var progress = state.tally().progress();
    if (state.tally().answered() < state.envelope().recipients().size()) {
      return state.ahead() == Ahead.NOTHING
          ? Transition.to(state, told)
              .and(new Move.Say(state.envelope().rcpt(state.tally().answered())))
          : Transition.to(state, told);
    }
    if (state.ahead() == Ahead.ALL) {
      return Transition.to(new AwaitData(state.offered(), progress), told);
    }
    if (progress != Progress.GOOD) {
      return Transition.to(new Resetting(state.offered()), told).and(TransactionSteps.reset());
    }
    return state.envelope().isBinary()
        ? Transition.to(new SendingBody(state.offered()), told).and(new Move.SendBody())
        : Transition.to(new AwaitData(state.offered(), progress), told)
            .and(new Move.Say(TransactionSteps.DATA));
  }

  /**
   * Whether the server would take this recipient in another transaction. It has taken one in this,
   * so there is an end to that.
   */
  private static boolean isTooMany(SmtpReply reply) {
    var text = reply.text().toLowerCase(Locale.ROOT);
    if (reply.isTransient() && text.contains(MANY_DOMAINS)) {
      return true;
    }
    return reply
        .enhancedCode()
        .map(code -> code.subject() == PROTOCOL && code.detail() == TOO_MANY_RECIPIENTS)
        .orElseGet(() -> reply.code() == NO_ROOM || text.contains(MANY_RECIPIENTS));
  }
}

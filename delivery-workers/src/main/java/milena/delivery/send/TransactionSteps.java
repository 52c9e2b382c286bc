package milena.delivery.send;

import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Said;
import milena.delivery.send.Capabilities.Extension;
import milena.delivery.send.ClientState.Ahead;
import milena.delivery.send.ClientState.AwaitChunk;
import milena.delivery.send.ClientState.AwaitData;
import milena.delivery.send.ClientState.AwaitFinal;
import milena.delivery.send.ClientState.AwaitMail;
import milena.delivery.send.ClientState.AwaitRcpt;
import milena.delivery.send.ClientState.Progress;
import milena.delivery.send.ClientState.Ready;
import milena.delivery.send.ClientState.Resetting;
import milena.delivery.send.ClientState.SendingBody;
import milena.delivery.send.ClientState.Tally;
import milena.mail.reply.SmtpReply;

/**
 * The part of {@link SmtpExchange} from MAIL to the final reply; what is said of recipients is in
 * {@link RecipientSteps}.
 *
 * <p>A refusal is told as soon as it is read, and only the first one; what the server still owes
 * for commands that were sent ahead is read off before the next transaction begins (RFC 2920 §3.1).
 */
final class TransactionSteps {

  static final String DATA = "DATA\r\n";

  private TransactionSteps() {}

  static Transition begin(ClientState state, Envelope envelope, boolean mayPipeline) {
    if (!(state instanceof Ready(var offered))) {
      return Transition.stay(state);
    }
    var ahead = ahead(envelope, mayPipeline && offered.has(Extension.PIPELINING));
    var mail = envelope.mail(offered);
    return Transition.to(
        new AwaitMail(offered, envelope, ahead),
        new Move.Say(
            switch (ahead) {
              case NOTHING -> mail;
              case RECIPIENTS -> mail + envelope.rcpts();
              case ALL -> mail + envelope.rcpts() + DATA;
            }));
  }

  /** A group with BDAT in it would send the message before RCPT was answered. */
  private static Ahead ahead(Envelope envelope, boolean pipelining) {
    if (!pipelining) {
      return Ahead.NOTHING;
    }
    return envelope.isBinary() ? Ahead.RECIPIENTS : Ahead.ALL;
  }

  static Transition mailAnswered(AwaitMail state, SmtpReply reply) {
    if (reply.isPositive()) {
      var next = new AwaitRcpt(state.offered(), state.envelope(), state.ahead(), Tally.NONE);
      return state.ahead() == Ahead.NOTHING
          ? Transition.to(next, new Move.Say(state.envelope().rcpt(0)))
          : Transition.to(next);
    }
    if (isOver(reply)) {
      return over(state, reply);
    }
    var end = new Move.End(new Ending.Answered(state.stage(), Said.of(reply)));
    return state.ahead() == Ahead.NOTHING
        ? Transition.to(new Resetting(state.offered()), end, reset())
        : Transition.to(
            new AwaitRcpt(state.offered(), state.envelope(), state.ahead(), Tally.USELESS), end);
  }

  static Transition dataAnswered(AwaitData state, SmtpReply reply) {
    return switch (state.progress()) {
      case GOOD -> goodDataAnswered(state, reply);
      case MAIL_REFUSED, ALL_REFUSED -> uselessDataAnswered(state, reply);
    };
  }

  private static Transition goodDataAnswered(AwaitData state, SmtpReply reply) {
    if (reply.isIntermediate()) {
      return Transition.to(new SendingBody(state.offered()), new Move.SendBody());
    }
    if (isOver(reply) || reply.isPositive()) {
      return over(state, reply);
    }
    return Transition.to(
        new Resetting(state.offered()),
        new Move.End(new Ending.Answered(state.stage(), Said.of(reply))),
        reset());
  }

  /**
   * The server was sent DATA and has no recipient. If it wants a message all the same, a lone dot
   * ends the transaction with nothing in it (RFC 2920 §3.1). Where MAIL was refused and RCPT may
   * not have been, that would be an empty message to somebody, so the connection is given up
   * instead.
   */
  private static Transition uselessDataAnswered(AwaitData state, SmtpReply reply) {
    if (reply.isIntermediate()) {
      return state.progress() == Progress.ALL_REFUSED
          ? Transition.to(new AwaitFinal(state.offered(), true), new Move.Say(".\r\n"))
          : Transition.close();
    }
    return reply.code() == SmtpExchange.CLOSING
        ? Transition.close()
        : Transition.to(new Resetting(state.offered()), reset());
  }

  /** The end of a binary message is sent when the server has all of it, as a chunk of nothing. */
  static Transition chunkAnswered(AwaitChunk state, SmtpReply reply) {
    if (reply.isPositive()) {
      return Transition.to(new SendingBody(state.offered()), new Move.EndBody());
    }
    if (isOver(reply)) {
      return over(state, reply);
    }
    return Transition.to(
        new Resetting(state.offered()),
        new Move.End(new Ending.Answered(state.stage(), Said.of(reply))),
        reset());
  }

  static Transition finalAnswered(AwaitFinal state, SmtpReply reply) {
    if (state.empty()) {
      return reply.code() == SmtpExchange.CLOSING
          ? Transition.close()
          : Transition.ready(state.offered());
    }
    if (isOver(reply)) {
      return over(state, reply);
    }
    return Transition.to(
        new Ready(state.offered()),
        new Move.End(new Ending.Answered(state.stage(), Said.of(reply))),
        new Move.OfferSelf(state.offered()));
  }

  /** After these there is nothing more to be said to the server. */
  static boolean isOver(SmtpReply reply) {
    return reply.code() == SmtpExchange.CLOSING || reply.isIntermediate();
  }

  static Transition over(ClientState state, SmtpReply reply) {
    var said = Said.of(reply);
    return reply.code() == SmtpExchange.CLOSING
        ? Transition.endAndClose(new Ending.Answered(state.stage(), said))
        : Transition.endAndClose(new Ending.Garbled(state.stage(), said));
  }

  static Move reset() {
    return new Move.Say("RSET\r\n");
  }
}

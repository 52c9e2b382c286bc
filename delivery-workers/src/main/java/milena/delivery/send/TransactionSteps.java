package milena.delivery.send;

import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Said;
import milena.delivery.send.Capabilities.Extension;
import milena.delivery.send.ClientState.AwaitChunk;
import milena.delivery.send.ClientState.AwaitData;
import milena.delivery.send.ClientState.AwaitFinal;
import milena.delivery.send.ClientState.AwaitMail;
import milena.delivery.send.ClientState.AwaitRcpt;
import milena.delivery.send.ClientState.Progress;
import milena.delivery.send.ClientState.Ready;
import milena.delivery.send.ClientState.Resetting;
import milena.delivery.send.ClientState.SendingBody;
import milena.mail.reply.SmtpReply;

/**
 * The part of {@link SmtpExchange} from MAIL to the final reply.
 *
 * <p>A refusal is told as soon as it is read, and only the first one; what the server still owes
 * for commands that were sent ahead is read off before the next transaction begins (RFC 2920 §3.1).
 */
final class TransactionSteps {

  private static final String DATA = "DATA\r\n";

  private TransactionSteps() {}

  static Transition begin(ClientState state, Envelope envelope, boolean mayPipeline) {
    if (!(state instanceof Ready(var offered))) {
      return Transition.stay(state);
    }
    // A group with BDAT in it would send the message before RCPT was answered.
    var pipelined = mayPipeline && offered.has(Extension.PIPELINING) && !envelope.isBinary();
    var mail = envelope.mail(offered);
    return Transition.to(
        new AwaitMail(offered, envelope, pipelined),
        new Move.Say(pipelined ? mail + envelope.rcpt() + DATA : mail));
  }

  static Transition mailAnswered(AwaitMail state, SmtpReply reply) {
    if (reply.isPositive()) {
      var binary = state.envelope().isBinary();
      var next = new AwaitRcpt(state.offered(), state.pipelined(), binary, Progress.GOOD);
      return state.pipelined()
          ? Transition.to(next)
          : Transition.to(next, new Move.Say(state.envelope().rcpt()));
    }
    if (isOver(reply)) {
      return over(state, reply);
    }
    var end = new Move.End(new Ending.Answered(state.stage(), Said.of(reply)));
    return state.pipelined()
        ? Transition.to(new AwaitRcpt(state.offered(), true, false, Progress.MAIL_REFUSED), end)
        : Transition.to(new Resetting(state.offered()), end, reset());
  }

  static Transition rcptAnswered(AwaitRcpt state, SmtpReply reply) {
    if (state.progress() != Progress.GOOD) {
      return reply.code() == SmtpExchange.CLOSING
          ? Transition.close()
          : Transition.to(new AwaitData(state.offered(), state.progress()));
    }
    if (reply.isPositive() && state.binary()) {
      return Transition.to(new SendingBody(state.offered()), new Move.SendBody());
    }
    if (reply.isPositive()) {
      var next = new AwaitData(state.offered(), Progress.GOOD);
      return state.pipelined() ? Transition.to(next) : Transition.to(next, new Move.Say(DATA));
    }
    if (isOver(reply)) {
      return over(state, reply);
    }
    var end = new Move.End(new Ending.Answered(state.stage(), Said.of(reply)));
    return state.pipelined()
        ? Transition.to(new AwaitData(state.offered(), Progress.RCPT_REFUSED), end)
        : Transition.to(new Resetting(state.offered()), end, reset());
  }

  static Transition dataAnswered(AwaitData state, SmtpReply reply) {
    return switch (state.progress()) {
      case GOOD -> goodDataAnswered(state, reply);
      case MAIL_REFUSED, RCPT_REFUSED -> uselessDataAnswered(state, reply);
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
      return state.progress() == Progress.RCPT_REFUSED
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
  private static boolean isOver(SmtpReply reply) {
    return reply.code() == SmtpExchange.CLOSING || reply.isIntermediate();
  }

  private static Transition over(ClientState state, SmtpReply reply) {
    var said = Said.of(reply);
    return reply.code() == SmtpExchange.CLOSING
        ? Transition.endAndClose(new Ending.Answered(state.stage(), said))
        : Transition.endAndClose(new Ending.Garbled(state.stage(), said));
  }

  private static Move reset() {
    return new Move.Say("RSET\r\n");
  }
}

package milena.delivery.send;

import java.util.ArrayList;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Said;
import milena.delivery.send.Capabilities.Extension;
import milena.delivery.send.ClientState.AwaitBanner;
import milena.delivery.send.ClientState.AwaitChunk;
import milena.delivery.send.ClientState.AwaitData;
import milena.delivery.send.ClientState.AwaitFinal;
import milena.delivery.send.ClientState.AwaitMail;
import milena.delivery.send.ClientState.AwaitRcpt;
import milena.delivery.send.ClientState.AwaitTls;
import milena.delivery.send.ClientState.Closed;
import milena.delivery.send.ClientState.Handshaking;
import milena.delivery.send.ClientState.Identifying;
import milena.delivery.send.ClientState.Quitting;
import milena.delivery.send.ClientState.Ready;
import milena.delivery.send.ClientState.Resetting;
import milena.delivery.send.ClientState.SendingBody;
import milena.mail.reply.SmtpReply;

/**
 * Decides what an SMTP client does next. It knows neither channel nor clock.
 *
 * @param ehloName our name in EHLO (RFC 5321 §4.1.1.1)
 * @param tls whether STARTTLS is used, or nothing sent without
 * @param mayPipeline commands are sent in groups where PIPELINING is offered
 */
record SmtpExchange(String ehloName, TlsDemand tls, boolean mayPipeline) {

  /** The reply by which a server announces that it closes the connection. */
  static final int CLOSING = 421;

  private static final int READY_FOR_TLS = 220;

  /** What to do when this happens in this state. */
  Transition on(ClientState state, Happening happening) {
    return switch (happening) {
      case Happening.Replied(var reply, var more) -> {
        var decided = replied(state, reply);
        yield more && decided.next() instanceof Ready ? outOfStep(state, decided) : decided;
      }
      case Happening.Secured _ ->
          state instanceof Handshaking ? identify(false, true) : Transition.stay(state);
      case Happening.Insecure(var why, var untrusted) ->
          broken(
              state,
              new Ending.Lost(state.stage(), why),
              untrusted ? withheld("4.7.5", why) : Said.local("4.7.5", why));
      case Happening.Begun(var envelope) -> TransactionSteps.begin(state, envelope, mayPipeline);
      case Happening.ChunkSent _ ->
          state instanceof SendingBody(var offered)
              ? Transition.to(new AwaitChunk(offered))
              : Transition.stay(state);
      case Happening.DotSent _ ->
          state instanceof SendingBody(var offered)
              ? Transition.to(new AwaitFinal(offered, false))
              : Transition.stay(state);
      case Happening.BodyStopped(var ending) -> broken(state, ending, Said.local("", ""));
      case Happening.TimedOut _ -> timedOut(state);
      case Happening.Lost(var why) ->
          broken(state, new Ending.Lost(state.stage(), why), Said.local("4.4.2", why));
      case Happening.Garbled(var what) -> garbled(state, Said.local("4.5.0", what));
      case Happening.Retired _ -> retired(state);
    };
  }

  /**
   * The server says more where it owes no answer: what it says would be taken for the answers of
   * the next transaction, and so of other recipients. What has ended has, but none begins.
   */
  private static Transition outOfStep(ClientState state, Transition decided) {
    if (state instanceof Identifying || state instanceof AwaitTls) {
      return Transition.giveUp(state, Said.local("4.5.0", "the server answers what was not asked"));
    }
    var moves = new ArrayList<>(decided.moves());
    moves.removeIf(Move.OfferSelf.class::isInstance);
    moves.add(new Move.Close());
    return new Transition(new Closed(), moves);
  }

  private Transition replied(ClientState state, SmtpReply reply) {
    return switch (state) {
      case AwaitBanner _ -> banner(state, reply);
      case Identifying identifying -> identified(identifying, reply);
      case AwaitTls(var clear) -> tlsAnswered(state, clear, reply);
      case AwaitMail mail -> TransactionSteps.mailAnswered(mail, reply);
      case AwaitRcpt rcpt -> RecipientSteps.rcptAnswered(rcpt, reply);
      case AwaitData data -> TransactionSteps.dataAnswered(data, reply);
      case AwaitChunk chunk -> TransactionSteps.chunkAnswered(chunk, reply);
      case AwaitFinal last -> TransactionSteps.finalAnswered(last, reply);
      case SendingBody _ ->
          Transition.endAndClose(new Ending.Answered(state.stage(), Said.of(reply)));
      case Resetting(var offered) ->
          reply.isPositive() ? Transition.ready(offered) : Transition.close();
      // Nothing was asked: a farewell, or a server that is out of step.
      case Ready _, Handshaking _, Quitting _, Closed _ -> Transition.close();
    };
  }

  private Transition banner(ClientState state, SmtpReply reply) {
    return reply.isPositive()
        ? identify(false, false)
        : Transition.giveUpPolitely(state, Said.of(reply));
  }

  private Transition identify(boolean helo, boolean secured) {
    var verb = helo ? "HELO " : "EHLO ";
    return Transition.to(new Identifying(helo, secured), new Move.Say(verb + ehloName + "\r\n"));
  }

  private Transition identified(Identifying state, SmtpReply reply) {
    if (reply.isPositive()) {
      return offered(state, state.helo() ? Capabilities.NONE : Capabilities.of(reply));
    }
    return reply.isPermanent() && !state.helo()
        ? identify(true, state.secured())
        : Transition.giveUpPolitely(state, Said.of(reply));
  }

  private Transition offered(Identifying state, Capabilities offered) {
    if (!state.secured() && tls != TlsDemand.NONE && offered.has(Extension.STARTTLS)) {
      return Transition.to(new AwaitTls(offered), new Move.Say("STARTTLS\r\n"));
    }
    if (tls.isStrict() && !state.secured()) {
      return Transition.giveUpPolitely(state, withheld("4.7.4", "STARTTLS is not offered"));
    }
    return tls != TlsDemand.REQUIRED || offered.has(Extension.REQUIRETLS)
        ? Transition.ready(offered)
        : Transition.giveUpPolitely(
            state, Said.local(OpeningTrouble.UNPROMISED, "REQUIRETLS is not offered"));
  }

  /** The server will not do better, so that another has to be tried. */
  private Said withheld(String code, String why) {
    return Said.local(tls == TlsDemand.REQUIRED ? OpeningTrouble.UNPROMISED : code, why);
  }

  private Transition tlsAnswered(ClientState state, Capabilities clear, SmtpReply reply) {
    if (reply.code() == READY_FOR_TLS) {
      return Transition.to(new Handshaking(), new Move.Handshake());
    }
    if (reply.code() == CLOSING) {
      return Transition.giveUp(state, Said.of(reply));
    }
    return tls.isStrict()
        ? Transition.giveUpPolitely(state, Said.of(reply))
        : Transition.ready(clear);
  }

  private static Transition retired(ClientState state) {
    return state instanceof Ready || state instanceof Resetting
        ? Transition.to(new Quitting(), new Move.Say("QUIT\r\n"))
        : Transition.stay(state);
  }

  /** A session that nobody used for long is not kept. */
  private static Transition timedOut(ClientState state) {
    if (state instanceof Ready) {
      return retired(state);
    }
    return broken(
        state, new Ending.Silent(state.stage()), Said.local("4.4.2", "no answer in time"));
  }

  private static Transition garbled(ClientState state, Said said) {
    return broken(state, new Ending.Garbled(state.stage(), said), said);
  }

  /** The session cannot go on: whoever waits for it is told, whatever it was doing. */
  private static Transition broken(ClientState state, Ending ending, Said trouble) {
    return switch (state) {
      case AwaitBanner _, Identifying _, AwaitTls _, Handshaking _ ->
          Transition.giveUp(state, trouble);
      case AwaitMail _, SendingBody _, AwaitChunk _ -> Transition.endAndClose(ending);
      case AwaitRcpt(_, _, _, var tally) -> endUnlessTold(tally.mailRefused(), ending);
      case AwaitData(_, var progress) ->
          endUnlessTold(progress != ClientState.Progress.GOOD, ending);
      case AwaitFinal(_, var empty) -> empty ? Transition.close() : Transition.endAndClose(ending);
      case Ready _, Resetting _, Quitting _, Closed _ -> Transition.close();
    };
  }

  private static Transition endUnlessTold(boolean told, Ending ending) {
    return told ? Transition.close() : Transition.endAndClose(ending);
  }
}

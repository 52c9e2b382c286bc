package milena.delivery.send;

import java.util.ArrayList;
import java.util.List;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Said;

/**
 * What {@link SmtpExchange} decided.
 *
 * @param next the state from now on
 * @param moves what to do, in order
 */
record Transition(ClientState next, List<Move> moves) {

  static Transition to(ClientState next, Move... moves) {
    return new Transition(next, List.of(moves));
  }

  /** The same, and one move more after the others. */
  Transition and(Move last) {
    var all = new ArrayList<>(moves);
    all.add(last);
    return new Transition(next, all);
  }

  /** Nothing changes. */
  static Transition stay(ClientState state) {
    return new Transition(state, List.of());
  }

  static Transition close() {
    return to(new ClientState.Closed(), new Move.Close());
  }

  /** The transaction has ended and the connection with it. */
  static Transition endAndClose(Ending ending) {
    return to(new ClientState.Closed(), new Move.End(ending), new Move.Close());
  }

  /** The session never became ready. */
  static Transition giveUp(ClientState state, Said said) {
    return to(
        new ClientState.Closed(),
        new Move.GiveUp(new OpeningTrouble(state.stage(), said)),
        new Move.Close());
  }

  /** The same, but the server is told. */
  static Transition giveUpPolitely(ClientState state, Said said) {
    return to(
        new ClientState.Quitting(),
        new Move.GiveUp(new OpeningTrouble(state.stage(), said)),
        new Move.Say("QUIT\r\n"));
  }

  static Transition ready(Capabilities offered) {
    return to(new ClientState.Ready(offered), new Move.OfferSelf(offered));
  }
}

package milena.http.login;

import java.time.Duration;
import milena.http.answer.Reply;
import milena.tenants.book.Tenant;

/** What became of coming in. */
public sealed interface Admittance {

  /** Come in, as this tenant. */
  record Admitted(Tenant tenant) implements Admittance {}

  /** Come in, as an operator, who has this credential. */
  record Operator(String login) implements Admittance {}

  /**
   * Not now, or not at all.
   *
   * @param reply what is heard
   * @param after how long to wait with it
   */
  record TurnedAway(Reply reply, Duration after) implements Admittance {}
}

package milena.tenants;

import java.time.Duration;
import milena.tenants.book.Tenant;

/** What became of a login. */
public sealed interface Verdict {

  /**
   * Come in.
   *
   * @param tenant as whom
   * @param login by which credential: a login, an API key's or a certificate's id
   */
  record Admitted(Tenant tenant, String login) implements Verdict {}

  /**
   * An operator, who may give commands and may not send.
   *
   * @param login by which credential: a login, an API key's or a certificate's id
   */
  record Operator(String login) implements Verdict {}

  /**
   * A wrong password, nobody of that name, revoked or expired: which of these is not told.
   *
   * @param answerAfter how long to wait with the answer, so that guessing is slow
   */
  record Refused(Duration answerAfter) implements Verdict {}

  /**
   * The proof is right, and its tenant is suspended. Only who has the credential learns that.
   *
   * @param tenant which
   */
  record Suspended(String tenant) implements Verdict {}

  /**
   * Too much was guessed from this address; nothing was checked.
   *
   * @param left how long it stays so
   */
  record Blocked(Duration left) implements Verdict {}

  /** More is to be checked than can be now; come again. Nothing was checked. */
  record Busy() implements Verdict {}

  /** The credentials are not known yet after a start; come again. Nothing was checked. */
  record Unready() implements Verdict {}
}

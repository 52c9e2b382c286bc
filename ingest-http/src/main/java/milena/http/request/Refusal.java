package milena.http.request;

import milena.http.answer.Reply;

/** A request that cannot be done as it is; carries what its client hears. */
public final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  /** Carries an answer. */
  public Refusal(Reply reply) {
    super("refused with " + reply.status(), null, false, false);
    this.reply = reply;
  }

  /**
   * A problem with one field.
   *
   * @param pointer to the field
   */
  public static Refusal of(int status, String detail, String pointer) {
    return new Refusal(Reply.problem(status, detail, pointer));
  }

  /** What the client hears. */
  public Reply reply() {
    return reply;
  }
}

package milena.tenants.verify;

/** What a SCRAM server does about a message of its client. */
public sealed interface ScramStep {

  /**
   * Says something, and waits for an answer.
   *
   * @param login who the client says it is, prepared
   * @param message what is said
   * @param next what takes the answer
   */
  record Challenge(String login, String message, ScramExchange next) implements ScramStep {}

  /**
   * The client has the password.
   *
   * @param login whose, prepared
   * @param message the server's own proof, which the client is to see
   */
  record Proven(String login, String message) implements ScramStep {}

  /**
   * It came to nothing.
   *
   * @param login who the client said it is, prepared; empty where it got not so far
   * @param reason why
   */
  record Failed(String login, ScramFailure reason) implements ScramStep {}
}

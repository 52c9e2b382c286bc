package milena.ingest.login;

import java.util.concurrent.CompletionStage;
import milena.tenants.Verdict;

/** What follows from a client's response. */
public sealed interface SaslStep {

  /**
   * Say this, and wait for the next response.
   *
   * @param text without base 64; may be empty
   */
  record Challenge(String text, Sasl next) implements SaslStep {}

  /** Nothing more is needed of the client. */
  record Checking(CompletionStage<Verdict> verdict) implements SaslStep {}

  /** It is not what the mechanism asks for; nobody was asked, and nothing counts as a guess. */
  record Malformed() implements SaslStep {}
}

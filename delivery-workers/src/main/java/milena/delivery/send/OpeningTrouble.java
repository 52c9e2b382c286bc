package milena.delivery.send;

import milena.delivery.outcome.Said;
import milena.delivery.outcome.SessionStage;

/**
 * Why a connection never became ready.
 *
 * @param stage how far it came; {@link SessionStage#STARTTLS} means that it may do better in the
 *     clear
 * @param said the reply, or what happened instead
 */
public record OpeningTrouble(SessionStage stage, Said said) {

  /** The enhanced code of a server that cannot promise what a message requires (RFC 8689 §8). */
  public static final String UNPROMISED = "5.7.30";
}

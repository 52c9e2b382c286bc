package milena.mail.classify;

import milena.mail.reply.EnhancedCode;
import milena.mail.reply.SmtpReply;
import org.jspecify.annotations.Nullable;

/**
 * What a server said when it refused, or what we found in its place.
 *
 * @param stage where in the dialogue
 * @param code the reply code, 400 to 599; 0 where no reply came
 * @param enhancedCode the enhanced code, if there was one
 * @param text the server's words, or our own account of a failed connection
 */
public record RemoteFailure(
    Stage stage, int code, @Nullable EnhancedCode enhancedCode, String text) {

  /** The failure that a reply tells of. */
  public static RemoteFailure of(Stage stage, SmtpReply reply) {
    return new RemoteFailure(stage, reply.code(), reply.enhancedCode().orElse(null), reply.text());
  }
}

package milena.delivery.outcome;

import milena.mail.reply.EnhancedCode;
import milena.mail.reply.SmtpReply;

/**
 * What the other side said, or what happened instead.
 *
 * @param code reply code; 0 when there was no reply
 * @param enhanced enhanced status code (RFC 3463); empty when none
 * @param text at most {@value #MAX_TEXT} characters
 */
public record Said(int code, String enhanced, String text) {

  /** Longer texts are cut. */
  public static final int MAX_TEXT = 1000;

  /** Cuts the text to what a result may hold. */
  public Said {
    text = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  /** A reply of a server. */
  public static Said of(SmtpReply reply) {
    var enhanced = reply.enhancedCode().map(EnhancedCode::toString).orElse("");
    return new Said(reply.code(), enhanced, reply.text());
  }

  /** Something that happened on our side, with the enhanced code that describes it. */
  public static Said local(String enhanced, String text) {
    return new Said(0, enhanced, text);
  }
}

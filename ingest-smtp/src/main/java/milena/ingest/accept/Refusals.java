package milena.ingest.accept;

import java.time.Duration;
import milena.mail.mime.DataFault;
import milena.mail.reply.SmtpReply;
import milena.tenants.rate.TenantRates;

/** The replies by which mail is not taken, each with its enhanced code (RFC 3463, RFC 5248). */
public final class Refusals {

  static final SmtpReply SYNTAX_MAIL =
      SmtpReply.of(501, "5.5.4 Syntax: MAIL FROM:<address> [parameters]");
  static final SmtpReply SYNTAX_RCPT = SmtpReply.of(501, "5.5.4 Syntax: RCPT TO:<address>");
  static final SmtpReply PARAMETER = SmtpReply.of(555, "5.5.4 Parameter not recognized");
  static final SmtpReply PARAMETER_VALUE = SmtpReply.of(501, "5.5.4 Bad value of a parameter");
  static final SmtpReply HELD_TOO_LONG =
      SmtpReply.of(501, "5.5.4 Further in the future than this server holds mail");
  static final SmtpReply TOO_LARGE =
      SmtpReply.of(552, "5.3.4 Message larger than this server takes");
  static final SmtpReply TOO_MANY_RECIPIENTS =
      SmtpReply.of(452, "4.5.3 Too many recipients, send the rest in another transaction");
  static final SmtpReply RELAY = SmtpReply.of(550, "5.7.1 Relaying denied");
  static final SmtpReply TLS_FIRST = SmtpReply.of(530, "5.7.0 STARTTLS first");
  static final SmtpReply LOGIN_FIRST = SmtpReply.of(530, "5.7.0 Authentication required");
  static final SmtpReply AUTHOR =
      SmtpReply.of(550, "5.7.1 The domain of From is not one that you may use");
  static final SmtpReply LOOP =
      SmtpReply.of(554, "5.4.6 Too many hops, the message runs in a circle");
  static final SmtpReply HEADERS =
      SmtpReply.of(552, "5.3.4 Header block larger than this server takes");
  static final SmtpReply BUSY = SmtpReply.of(451, "4.3.1 Too much mail under way, try again later");
  static final SmtpReply STORAGE =
      SmtpReply.of(452, "4.3.1 Insufficient system storage, try again later");
  static final SmtpReply LOG_UNAVAILABLE =
      SmtpReply.of(451, "4.3.0 Cannot store the message now, try again later");

  private Refusals() {}

  /** The reply to a tenant that is over a limit of its own, with when to come back. */
  public static SmtpReply tooFast(Duration wait) {
    return SmtpReply.of(
        451,
        "4.7.1 Over your limit of messages or recipients, try again in "
            + TenantRates.inWords(wait));
  }

  /** The reply to a header that is not what it must be. */
  static SmtpReply header(String objection) {
    return SmtpReply.of(554, "5.6.0 Not accepted: " + objection);
  }

  /** The reply to content that cannot be accepted as it came. */
  static SmtpReply of(DataFault fault) {
    return switch (fault) {
      case TOO_BIG -> TOO_LARGE;
      case BARE_CR, BARE_LF, NUL, LINE_TOO_LONG ->
          SmtpReply.of(554, "5.6.0 Not accepted: " + fault.text());
    };
  }
}

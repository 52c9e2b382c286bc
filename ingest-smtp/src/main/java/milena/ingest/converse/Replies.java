package milena.ingest.converse;

import milena.mail.reply.SmtpReply;

/** The constant replies, each with its enhanced code (RFC 2034) where one is allowed. */
final class Replies {

  static final SmtpReply OK = SmtpReply.of(250, "2.0.0 Ok");
  static final SmtpReply SENDER_OK = SmtpReply.of(250, "2.1.0 Sender ok");
  static final SmtpReply RECIPIENT_OK = SmtpReply.of(250, "2.1.5 Recipient ok");
  static final SmtpReply GO_AHEAD = SmtpReply.of(354, "End data with <CR><LF>.<CR><LF>");
  static final SmtpReply READY_FOR_TLS = SmtpReply.of(220, "2.0.0 Ready to start TLS");
  static final SmtpReply BYE = SmtpReply.of(221, "2.0.0 Bye");
  static final SmtpReply VRFY = SmtpReply.of(252, "2.5.2 Cannot verify, but send and it is tried");
  static final SmtpReply HELP =
      SmtpReply.of(214, "2.0.0 See RFC 5321; EHLO tells what else is understood");

  static final SmtpReply CHUNK_FIRST = SmtpReply.of(503, "5.5.1 The rest of the message first");
  static final SmtpReply BAD_CHUNK =
      SmtpReply.of(501, "5.5.4 Syntax: BDAT size [LAST]; what follows cannot be told apart");
  static final SmtpReply ENDLESS_CHUNK =
      SmtpReply.of(552, "5.3.4 Far larger than this server takes");

  /** A dot in binary content would end it (RFC 3030 §3). */
  static final SmtpReply BDAT_NEEDED = SmtpReply.of(503, "5.5.1 BINARYMIME comes by BDAT");

  static final SmtpReply REQUIRETLS_UNDER_TLS =
      SmtpReply.of(530, "5.7.0 REQUIRETLS is for TLS, STARTTLS first");

  static final SmtpReply REQUIRETLS_NOT_HERE =
      SmtpReply.of(555, "5.5.4 REQUIRETLS is not offered without TLS");

  static final SmtpReply COME_IN = SmtpReply.of(235, "2.7.0 Authentication successful");
  static final SmtpReply NO_LOGIN_HERE = SmtpReply.of(502, "5.5.1 Nobody logs in here");
  static final SmtpReply LOGIN_UNDER_TLS =
      SmtpReply.of(538, "5.7.11 Encryption required, STARTTLS first");
  static final SmtpReply IN_ALREADY = SmtpReply.of(503, "5.5.1 Authenticated already");
  static final SmtpReply NO_MECHANISM = SmtpReply.of(504, "5.5.4 Mechanism not offered");
  static final SmtpReply MECHANISM_NEEDED =
      SmtpReply.of(501, "5.5.4 Syntax: AUTH mechanism [initial response]");
  static final SmtpReply NOT_BASE64 = SmtpReply.of(501, "5.5.2 Not base 64 (RFC 4648)");
  static final SmtpReply NO_RESPONSE = SmtpReply.of(501, "5.5.2 Not a response of this mechanism");
  static final SmtpReply LOGIN_CANCELLED = SmtpReply.of(501, "5.7.0 Authentication cancelled");
  static final SmtpReply LOGIN_TOO_LONG =
      SmtpReply.of(500, "5.5.6 Authentication exchange line too long");
  static final SmtpReply LOGIN_REFUSED =
      SmtpReply.of(535, "5.7.8 Authentication credentials invalid");
  static final SmtpReply LOGIN_SUSPENDED = SmtpReply.of(525, "5.7.13 Sending is suspended");
  static final SmtpReply LOGIN_BLOCKED =
      SmtpReply.of(421, "4.7.0 Too many failed logins, try again later");
  static final SmtpReply TENANT_IS_FULL =
      SmtpReply.of(421, "4.7.0 Too many connections of your tenant, try again later");
  static final SmtpReply LOGIN_BUSY =
      SmtpReply.of(454, "4.7.0 Cannot authenticate now, try again later");

  static final SmtpReply NOT_BELIEVED =
      SmtpReply.of(550, "5.7.0 You speak for nobody but yourself here");
  static final SmtpReply BAD_INTRODUCTION =
      SmtpReply.of(501, "5.5.4 Syntax: XCLIENT attribute=value ...");

  static final SmtpReply UNKNOWN = SmtpReply.of(500, "5.5.1 Command unrecognized");
  static final SmtpReply TOO_LONG = SmtpReply.of(500, "5.5.2 Line too long");
  static final SmtpReply UNCLEAN = SmtpReply.of(500, "5.5.2 Bare CR, bare LF or NUL in a command");
  static final SmtpReply NAME_NEEDED = SmtpReply.of(501, "5.5.4 Say who you are");
  static final SmtpReply NO_ARGUMENT = SmtpReply.of(501, "5.5.4 This command takes no argument");
  static final SmtpReply HELLO_FIRST = SmtpReply.of(503, "5.5.1 EHLO or HELO first");
  static final SmtpReply MAIL_FIRST = SmtpReply.of(503, "5.5.1 MAIL first");
  static final SmtpReply NESTED_MAIL = SmtpReply.of(503, "5.5.1 A transaction is under way");
  static final SmtpReply NO_TLS_HERE = SmtpReply.of(502, "5.5.1 There is no STARTTLS here");
  static final SmtpReply TLS_ALREADY = SmtpReply.of(503, "5.5.1 TLS is in use already");
  static final SmtpReply NO_CERTIFICATE =
      SmtpReply.of(454, "4.7.0 TLS is not available for now, try again later");
  static final SmtpReply NO_RECIPIENTS = SmtpReply.of(554, "5.5.1 No valid recipients");

  static final SmtpReply TOO_MANY_ERRORS = SmtpReply.of(421, "4.7.0 Too many errors, closing");
  static final SmtpReply NOT_HTTP =
      SmtpReply.of(421, "4.7.0 This is SMTP, and HTTP is spoken elsewhere, closing");
  static final SmtpReply NOT_ALONE =
      SmtpReply.of(421, "4.7.0 Nothing may follow STARTTLS before its reply, closing");
  static final SmtpReply TIMED_OUT = SmtpReply.of(421, "4.4.2 Too slow, closing");
  static final SmtpReply SHUTTING_DOWN = SmtpReply.of(421, "4.3.2 Shutting down, try again later");

  private Replies() {}
}

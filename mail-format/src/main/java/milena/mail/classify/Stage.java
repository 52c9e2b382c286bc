package milena.mail.classify;

/** Where in an SMTP dialogue a failure came, in the order of the dialogue (RFC 5321 §3). */
public enum Stage {
  /** Before the server said anything: no address, no route, no answer. */
  CONNECT,
  /** In the greeting. */
  BANNER,
  /** After EHLO or HELO. */
  EHLO,
  /** After STARTTLS, or in the handshake. */
  STARTTLS,
  /** After AUTH. */
  AUTH,
  /** After MAIL. */
  MAIL,
  /** After RCPT: the only command whose reply is about one recipient. */
  RCPT,
  /** After DATA, before any content. */
  DATA,
  /** After the dot that ends the content. */
  FINAL_DOT
}

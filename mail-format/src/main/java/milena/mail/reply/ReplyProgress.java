package milena.mail.reply;

/** How far a {@link ReplyParser} has come. */
public sealed interface ReplyProgress {

  /** Every byte was taken and the reply goes on. */
  record Incomplete() implements ReplyProgress {}

  /**
   * A reply has ended.
   *
   * @param reply the reply
   * @param consumed how many bytes of the last slice belong to it; the rest is the next reply
   */
  record Complete(SmtpReply reply, int consumed) implements ReplyProgress {}

  /**
   * The server does not speak SMTP. There is no way to find the next reply: the connection is over.
   *
   * @param reason constant English text
   */
  record Malformed(String reason) implements ReplyProgress {}
}

package milena.delivery.send;

import java.time.Duration;

/**
 * How long is waited at each stage (RFC 5321 §4.5.3.2).
 *
 * @param opening until a connection is ready
 * @param transaction from MAIL to the final reply
 * @param idle how long a connection is kept that nobody uses
 * @param farewell for the answer to RSET and QUIT
 */
public record SmtpTimeouts(
    Opening opening, Transaction transaction, Duration idle, Duration farewell) {

  /**
   * Until a connection is ready.
   *
   * @param connect TCP
   * @param banner the greeting
   * @param ehlo the answer to EHLO and HELO
   * @param tls the answer to STARTTLS, and the handshake after it
   */
  public record Opening(Duration connect, Duration banner, Duration ehlo, Duration tls) {}

  /**
   * From MAIL to the final reply.
   *
   * @param block for any part of the message to be taken by the network
   * @param untilDot from MAIL to the final dot, however often something moves in between. With
   *     {@code finalDot} it is the longest that an attempt may take: after it, whoever gave the
   *     permission may give it to another
   * @param finalDot the answer to the final dot. A shorter one doubles mail: the server may take
   *     the message after we gave up
   */
  public record Transaction(
      Duration mail,
      Duration rcpt,
      Duration data,
      Duration block,
      Duration untilDot,
      Duration finalDot) {}

  /**
   * What the standard asks for, except that a server which does not even greet gets a minute, as
   * other senders give it.
   */
  public static SmtpTimeouts defaults() {
    return new SmtpTimeouts(
        new Opening(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30)),
        new Transaction(
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(3),
            Duration.ofMinutes(15),
            Duration.ofMinutes(10)),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5));
  }

  /** The same, but for how long a connection is kept that nobody uses. */
  public SmtpTimeouts withIdle(Duration other) {
    return new SmtpTimeouts(opening, transaction, other, farewell);
  }

  Duration patience(ClientState state) {
    return switch (state) {
      case ClientState.AwaitBanner _ -> opening.banner();
      case ClientState.Identifying _ -> opening.ehlo();
      case ClientState.AwaitTls _, ClientState.Handshaking _ -> opening.tls();
      case ClientState.Ready _ -> idle;
      case ClientState.AwaitMail _ -> transaction.mail();
      case ClientState.AwaitRcpt _ -> transaction.rcpt();
      case ClientState.AwaitData _ -> transaction.data();
      case ClientState.SendingBody _, ClientState.AwaitChunk _ -> transaction.block();
      case ClientState.AwaitFinal _ -> transaction.finalDot();
      case ClientState.Resetting _, ClientState.Quitting _, ClientState.Closed _ -> farewell;
    };
  }
}

package milena.ingest.accept;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import milena.ingest.log.Submittal;

/**
 * One transaction at the moment its data began.
 *
 * @param id the message id
 * @param at when
 * @param client who sends
 * @param sender from MAIL
 * @param recipients from RCPT, at least one
 */
public record Trace(
    String id, Instant at, Client client, Sender sender, List<Recipient> recipients) {

  /** Copies the recipients. */
  public Trace {
    recipients = List.copyOf(recipients);
  }

  /**
   * The other end of the connection.
   *
   * @param address as the socket has it; never looked up
   * @param helo the name it gave, printable ASCII
   * @param extended it said EHLO
   */
  public record Client(InetAddress address, String helo, boolean extended) {}

  /** Protocol name for the Received field (RFC 3848, RFC 6531 §3.7.3). */
  String protocol() {
    if (sender.smtpUtf8()) {
      return "UTF8SMTP";
    }
    return client.extended() ? "ESMTP" : "SMTP";
  }

  Submittal.Origin origin() {
    return new Submittal.Origin(
        client.extended() ? "ESMTP" : "SMTP", client.address().getHostAddress(), client.helo());
  }

  boolean asciiEnvelope() {
    return sender.asciiAddress() && recipients.stream().allMatch(Recipient::ascii);
  }
}

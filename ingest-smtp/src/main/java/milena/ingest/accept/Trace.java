package milena.ingest.accept;

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
   * @param peer who it is
   * @param helo the name it gave, printable ASCII
   * @param extended it said EHLO
   */
  public record Client(Peer peer, String helo, boolean extended) {

    // HELO has no word for TLS; the Received field tells of it all the same.
    private String protocol() {
      if (!extended) {
        return "SMTP";
      }
      return peer.tls() == null ? "ESMTP" : "ESMTPS";
    }
  }

  /** Protocol name for the Received field (RFC 3848, RFC 6531 §3.7.3). */
  String protocol() {
    if (sender.smtpUtf8()) {
      return client.peer().tls() == null ? "UTF8SMTP" : "UTF8SMTPS";
    }
    return client.protocol();
  }

  Submittal.Origin origin() {
    return new Submittal.Origin(
        client.protocol(), client.peer().address().getHostAddress(), client.helo());
  }

  boolean asciiEnvelope() {
    return sender.asciiAddress() && recipients.stream().allMatch(Recipient::ascii);
  }
}

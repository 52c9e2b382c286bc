package milena.ingest.accept;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import milena.ingest.log.Submittal;
import milena.ingest.log.Wishes;

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
      return extended ? "ESMTP" + proofs() : "SMTP";
    }

    private String proofs() {
      return (peer.tls() == null ? "" : "S") + (peer.identity() == null ? "" : "A");
    }
  }

  /** Whose mail it is; {@code other}'s where nobody has logged in. */
  String tenantOr(String other) {
    return client.peer().tenantOr(other);
  }

  /** Protocol name for the Received field (RFC 3848, RFC 6531 §3.7.3). */
  String protocol() {
    return sender.smtpUtf8() ? "UTF8SMTP" + client.proofs() : client.protocol();
  }

  /** Whether it came back from others, to addresses of ours. */
  boolean isReport() {
    return client.peer().role() == ListenerRole.REPORTS;
  }

  Submittal.Origin origin() {
    var tls = client.peer().tls();
    return new Submittal.Origin(
        client.protocol(),
        client.peer().address().getHostAddress(),
        client.helo(),
        tls == null ? "" : tls.protocol(),
        tls == null ? "" : tls.cipher());
  }

  Wishes wishes() {
    long notBefore = sender.hold().notBefore(at);
    boolean requireTls = sender.demands().requireTls();
    return sender.priority() == 0 && notBefore == 0 && !requireTls
        ? Wishes.NONE
        : new Wishes("", "", sender.priority(), notBefore, 0, requireTls, false, Map.of());
  }

  boolean asciiEnvelope() {
    return sender.asciiAddress() && recipients.stream().allMatch(Recipient::ascii);
  }
}

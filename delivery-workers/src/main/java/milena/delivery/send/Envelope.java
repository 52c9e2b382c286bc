package milena.delivery.send;

import java.util.List;
import milena.delivery.send.Capabilities.Extension;

/**
 * What MAIL and the RCPTs of one transaction say.
 *
 * @param sender reverse-path without brackets; empty for the null path
 * @param size bytes of the message as it will be sent, before dot-stuffing
 * @param content what its octets are
 * @param smtpUtf8 it needs SMTPUTF8
 * @param requireTls it is sent on under verified TLS alone (RFC 8689)
 * @param extras what else MAIL says: parameters that the server offered to take, each with a space
 *     before it; empty for none
 * @param recipients in the order in which they are named; at least one when a transaction begins
 */
public record Envelope(
    String sender,
    long size,
    Content content,
    boolean smtpUtf8,
    boolean requireTls,
    String extras,
    List<Recipient> recipients) {

  /** What the octets of a message are, in the form in which it is sent. */
  public enum Content {
    /** Lines of seven bits. */
    SEVEN_BIT,
    /** Lines, with octets above 127. */
    EIGHT_BIT,
    /** Anything (RFC 3030): it is counted, and sent as it is. */
    BINARY
  }

  /** Keeps its own copy of the list. */
  public Envelope {
    recipients = List.copyOf(recipients);
  }

  /** One for nobody yet. */
  public Envelope(
      String sender,
      long size,
      Content content,
      boolean smtpUtf8,
      boolean requireTls,
      String extras) {
    this(sender, size, content, smtpUtf8, requireTls, extras, List.of());
  }

  /** The same for these recipients. */
  public Envelope to(List<Recipient> others) {
    return new Envelope(sender, size, content, smtpUtf8, requireTls, extras, others);
  }

  /** Whether it goes out by BDAT. */
  boolean isBinary() {
    return content == Content.BINARY;
  }

  /** The MAIL command with the parameters that the server offers to take. */
  String mail(Capabilities offered) {
    var line = new StringBuilder("MAIL FROM:<").append(sender).append('>');
    if (offered.has(Extension.SIZE)) {
      line.append(" SIZE=").append(size);
    }
    line.append(
        switch (content) {
          case SEVEN_BIT -> "";
          case EIGHT_BIT -> offered.has(Extension.EIGHT_BIT_MIME) ? " BODY=8BITMIME" : "";
          case BINARY -> " BODY=BINARYMIME";
        });
    if (smtpUtf8 && offered.has(Extension.SMTPUTF8)) {
      line.append(" SMTPUTF8");
    }
    if (requireTls) {
      line.append(" REQUIRETLS");
    }
    return line.append(extras).append("\r\n").toString();
  }

  /** The RCPT command for one of the recipients, 0 for the first. */
  String rcpt(int recipient) {
    return recipients.get(recipient).rcpt();
  }

  /** All RCPT commands. */
  String rcpts() {
    if (recipients.size() == 1) {
      return rcpt(0);
    }
    var lines = new StringBuilder();
    recipients.forEach(recipient -> lines.append(recipient.rcpt()));
    return lines.toString();
  }
}

package milena.delivery.send;

import milena.delivery.send.Capabilities.Extension;

/**
 * What MAIL and RCPT say of one message.
 *
 * @param sender reverse-path without brackets; empty for the null path
 * @param recipient forward-path without brackets
 * @param size bytes of the message as it will be sent, before dot-stuffing
 * @param content what its octets are
 * @param smtpUtf8 it needs SMTPUTF8
 * @param requireTls it is sent on under verified TLS alone (RFC 8689)
 */
public record Envelope(
    String sender,
    String recipient,
    long size,
    Content content,
    boolean smtpUtf8,
    boolean requireTls) {

  /** What the octets of a message are, in the form in which it is sent. */
  public enum Content {
    /** Lines of seven bits. */
    SEVEN_BIT,
    /** Lines, with octets above 127. */
    EIGHT_BIT,
    /** Anything (RFC 3030): it is counted, and sent as it is. */
    BINARY
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
    return line.append("\r\n").toString();
  }

  String rcpt() {
    return "RCPT TO:<" + recipient + ">\r\n";
  }
}

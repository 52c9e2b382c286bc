package milena.delivery.send;

/**
 * What MAIL and RCPT say of one message.
 *
 * @param sender reverse-path without brackets; empty for the null path
 * @param recipient forward-path without brackets
 * @param size bytes of the message as it will be sent, before dot-stuffing
 * @param eightBit the message has octets above 127
 * @param smtpUtf8 it needs SMTPUTF8
 * @param extras what else is said
 */
public record Envelope(
    String sender, String recipient, long size, boolean eightBit, boolean smtpUtf8, Extras extras) {

  /** One without more. */
  public Envelope(String sender, String recipient, long size, boolean eightBit, boolean smtpUtf8) {
    this(sender, recipient, size, eightBit, smtpUtf8, Extras.NONE);
  }

  /** The MAIL command with the parameters that the server offers to take. */
  String mail(Capabilities offered) {
    var line = new StringBuilder("MAIL FROM:<").append(sender).append('>');
    if (offered.size()) {
      line.append(" SIZE=").append(size);
    }
    if (eightBit && offered.eightBitMime()) {
      line.append(" BODY=8BITMIME");
    }
    if (smtpUtf8 && offered.smtpUtf8()) {
      line.append(" SMTPUTF8");
    }
    return line.append(extras.mail()).append("\r\n").toString();
  }

  String rcpt() {
    return "RCPT TO:<" + recipient + '>' + extras.rcpt() + "\r\n";
  }
}

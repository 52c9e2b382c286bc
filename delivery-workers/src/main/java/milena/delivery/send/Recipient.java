package milena.delivery.send;

/**
 * What one RCPT says.
 *
 * @param address forward-path without brackets
 * @param extras parameters that the server offered to take, each with a space before it; empty for
 *     none
 */
public record Recipient(String address, String extras) {

  /** The command. */
  String rcpt() {
    return "RCPT TO:<" + address + '>' + extras + "\r\n";
  }
}

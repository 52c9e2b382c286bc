package milena.ingest.accept;

/**
 * What MAIL said.
 *
 * @param address reverse-path without brackets; empty for the null sender
 * @param domain of the address, in lower case and as A-labels; empty for the null sender
 * @param smtpUtf8 SMTPUTF8 was asked for (RFC 6531)
 * @param asciiAddress the address can travel without SMTPUTF8
 * @param priority from -9 to 9 (RFC 6710)
 * @param hold for how long it is held back
 * @param demands what it demands of all who carry it
 */
public record Sender(
    String address,
    String domain,
    boolean smtpUtf8,
    boolean asciiAddress,
    int priority,
    Hold hold,
    Demands demands) {

  /** One that asks for nothing. */
  public Sender(String address, boolean smtpUtf8, boolean asciiAddress) {
    this(
        address,
        address.substring(address.lastIndexOf('@') + 1),
        smtpUtf8,
        asciiAddress,
        0,
        Hold.NONE,
        Demands.NONE);
  }
}

package milena.ingest.accept;

/**
 * What RCPT said.
 *
 * @param address forward-path without brackets
 * @param canonical the form that is the same for every spelling of the mailbox
 * @param ascii the address can travel without SMTPUTF8
 * @param notifyOn NOTIFY (RFC 3461); empty when absent
 * @param original ORCPT as given (RFC 3461); empty when absent
 */
public record Recipient(
    String address, String canonical, boolean ascii, String notifyOn, String original) {

  /** One of which nothing else was said. */
  public Recipient(String address, String canonical, boolean ascii) {
    this(address, canonical, ascii, "", "");
  }

  /** The same with what is to be told of it. */
  Recipient with(Notices.OfRecipient notices) {
    return new Recipient(address, canonical, ascii, notices.notifyOn(), notices.original());
  }
}

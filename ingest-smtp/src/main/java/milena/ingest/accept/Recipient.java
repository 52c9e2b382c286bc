package milena.ingest.accept;

/**
 * What RCPT said.
 *
 * @param address forward-path without brackets
 * @param canonical the form that is the same for every spelling of the mailbox
 * @param ascii the address can travel without SMTPUTF8
 */
public record Recipient(String address, String canonical, boolean ascii) {}

package milena.ingest.accept;

/**
 * What MAIL said.
 *
 * @param address reverse-path without brackets; empty for the null sender
 * @param smtpUtf8 SMTPUTF8 was asked for (RFC 6531)
 * @param asciiAddress the address can travel without SMTPUTF8
 */
public record Sender(String address, boolean smtpUtf8, boolean asciiAddress) {}

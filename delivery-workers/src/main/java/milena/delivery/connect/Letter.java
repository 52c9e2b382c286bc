package milena.delivery.connect;

/**
 * Envelope and body of one message for one recipient.
 *
 * @param sender reverse-path without brackets; empty for the null path
 * @param recipient forward-path without brackets
 * @param campaign the tenant's own label, carried into the result
 * @param smtpUtf8 the submission asked for SMTPUTF8 (RFC 6531)
 * @param eightBit the body has octets above 127
 * @param binaryMime the body was submitted as BODY=BINARYMIME (RFC 3030)
 * @param requireTls the submission asked for REQUIRETLS (RFC 8689)
 * @param body the message's bytes, lines ended by CRLF unless it is binary, not dot-stuffed
 */
public record Letter(
    String sender,
    String recipient,
    String campaign,
    boolean smtpUtf8,
    boolean eightBit,
    boolean binaryMime,
    boolean requireTls,
    LetterBody body) {}

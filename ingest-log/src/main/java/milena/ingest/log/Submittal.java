package milena.ingest.log;

import java.util.List;

/**
 * What is to be made durable before a 250: one transaction with all its recipients.
 *
 * @param id message id, the one the 250 carries
 * @param tenant whose mail it is
 * @param acceptedAt milliseconds since the epoch
 * @param envelope sender and recipients
 * @param content the body; its chunks, if any, are acknowledged already
 * @param origin who handed it in
 * @param wishes what its sender asked for
 */
public record Submittal(
    String id,
    String tenant,
    long acceptedAt,
    Envelope envelope,
    Content content,
    Origin origin,
    Wishes wishes) {

  /** One of whose sender nothing is known but where it is to go. */
  public Submittal(
      String id,
      String tenant,
      long acceptedAt,
      Envelope envelope,
      Content content,
      Origin origin) {
    this(id, tenant, acceptedAt, envelope, content, origin, Wishes.NONE);
  }

  /**
   * Who sent it, to whom, and what its next hop must be able to do.
   *
   * @param sender reverse-path without brackets; empty for the null sender
   * @param recipients at least one, in the order of their RCPT commands
   * @param smtpUtf8 the envelope or a header needs SMTPUTF8 (RFC 6531)
   * @param eightBit the content has bytes over 127
   */
  public record Envelope(
      String sender, List<Recipient> recipients, boolean smtpUtf8, boolean eightBit) {
    /** Copies the recipients. */
    public Envelope {
      if (recipients.isEmpty()) {
        throw new IllegalArgumentException("a submittal has at least one recipient");
      }
      recipients = List.copyOf(recipients);
    }
  }

  /**
   * One recipient.
   *
   * @param address forward-path as given, without brackets
   * @param canonical the form under which it is hashed
   */
  public record Recipient(String address, String canonical) {}

  /**
   * Who handed it in.
   *
   * @param protocol SMTP, ESMTP or ESMTPS
   * @param peer the client's address
   * @param helo the name the client gave
   * @param tlsProtocol TLSv1.2 or TLSv1.3; empty for none
   * @param tlsCipher the suite by its registered name; empty for none
   */
  public record Origin(
      String protocol, String peer, String helo, String tlsProtocol, String tlsCipher) {
    /** One that came without TLS. */
    public Origin(String protocol, String peer, String helo) {
      this(protocol, peer, helo, "", "");
    }
  }
}

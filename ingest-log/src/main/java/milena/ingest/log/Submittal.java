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
   * @param binaryMime its bodies may be any octets, not lines (RFC 3030)
   * @param notices what the sender wants to hear about it
   */
  public record Envelope(
      String sender,
      List<Recipient> recipients,
      boolean smtpUtf8,
      boolean eightBit,
      boolean binaryMime,
      Notices notices) {

    /** One of lines, whose sender said nothing about notices. */
    public Envelope(String sender, List<Recipient> recipients, boolean smtpUtf8, boolean eightBit) {
      this(sender, recipients, smtpUtf8, eightBit, false, Notices.NONE);
    }

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
   * @param notifyOn NOTIFY as given (RFC 3461); empty when absent
   * @param original ORCPT as given (RFC 3461); empty when absent
   */
  public record Recipient(String address, String canonical, String notifyOn, String original) {

    /** One without more. */
    public Recipient(String address, String canonical) {
      this(address, canonical, "", "");
    }
  }

  /**
   * What the sender wants to hear about a message, and by when.
   *
   * @param ret RET as given (RFC 3461); empty when absent
   * @param envelopeId ENVID as given (RFC 3461); empty when absent
   * @param deliverBy BY as a moment (RFC 2852), milliseconds since 1970; 0 when absent
   * @param deliverByMode {@code R} or {@code N}, with a {@code T} for a trace; empty when absent
   */
  public record Notices(String ret, String envelopeId, long deliverBy, String deliverByMode) {

    /** Nothing in particular. */
    public static final Notices NONE = new Notices("", "", 0, "");
  }

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

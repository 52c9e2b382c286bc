package milena.ingest.header;

/**
 * What a message gets that its sender left out: Date and Message-ID (RFC 6409 §8). What the sender
 * wrote stays as it is, so that signatures over it stay valid.
 */
public final class MissingFields {

  private MissingFields() {}

  /**
   * The fields, and an end of the block where it has none of its own; put right before the message.
   *
   * @param facts of the message's own header
   * @param id the message id
   * @param hostname of this server
   * @param date when it was accepted, as header fields have it
   */
  public static String of(HeaderFacts facts, String id, String hostname, String date) {
    var text = new StringBuilder();
    if (!facts.hasDate()) {
      text.append("Date: ").append(date).append("\r\n");
    }
    if (!facts.hasMessageId()) {
      text.append("Message-ID: <").append(id).append('@').append(hostname).append(">\r\n");
    }
    if (!facts.endsProperly()) {
      // The text would read as a broken field without this.
      text.append("\r\n");
    }
    return text.toString();
  }
}

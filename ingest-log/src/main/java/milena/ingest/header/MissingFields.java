package milena.ingest.header;

/**
 * What a message gets that its sender left out: Date and Message-ID (RFC 6409 §8). What the sender
 * wrote stays as it is, so that signatures over it stay valid.
 */
public final class MissingFields {

  private static final byte[] NOTHING = {};
  private static final byte[] EMPTY_LINE = {'\r', '\n'};

  private MissingFields() {}

  /**
   * The fields, each with its line end; put right before the message.
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
    return text.toString();
  }

  /**
   * What is put where the block ends, before whatever follows it: the empty line, if it lacks that.
   *
   * <p>A line that is no field begins the body so. The fields before it, which were checked, stay
   * fields; without the empty line, servers differ in what they make of it.
   *
   * @param facts of the message's own header
   */
  public static byte[] end(HeaderFacts facts) {
    return facts.endsProperly() ? NOTHING : EMPTY_LINE.clone();
  }
}

package milena.http.request;

/**
 * How much a request may have of everything.
 *
 * @param recipients most recipients of one request
 * @param text most characters of the texts of one message, before and after their templates
 * @param substitution most characters of one substitution
 * @param substitutions most characters of all substitutions of one recipient, or of the request
 * @param attachments most attachments
 * @param headers most header fields
 * @param header most characters of the header of one message, names and values together, before and
 *     after its templates
 */
public record Bounds(
    int recipients,
    int text,
    int substitution,
    int substitutions,
    int attachments,
    int headers,
    int header) {

  /** Most characters of an address; RFC 5321 §4.5.3.1 has 64 octets, an at sign and 255. */
  static final int ADDRESS = 320;

  /** Most characters of somebody's name. */
  static final int NAME = 1_000;

  private static final int TEXT_ATTACHMENT = 256 << 10;

  /** What templates may make beyond what they are given. */
  private static final int MADE_OF_NOTHING = 512 << 10;

  /**
   * The same for what the templates of one request make. Memory is taken for a request by what it
   * has, so a short one may not become a long message by a loop.
   *
   * @param held bytes that are held of the request
   */
  public Bounds ofMade(long held) {
    int made = (int) Math.min(text, held + MADE_OF_NOTHING);
    return new Bounds(recipients, made, substitution, substitutions, attachments, headers, header);
  }

  /** The same for attachments, whose data is text only when that is short. */
  Bounds ofAttachments() {
    return new Bounds(
        recipients, TEXT_ATTACHMENT, substitution, substitutions, attachments, headers, header);
  }

  /**
   * Texts of 4 Mi characters, substitutions of 1 Mi, 256 attachments, and 256 header fields of 256
   * Ki characters in all, as at the other doors.
   */
  public static Bounds defaults(int recipients) {
    return new Bounds(recipients, 4 << 20, 1 << 20, 1 << 20, 256, 256, 256 << 10);
  }
}

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
 */
public record Bounds(
    int recipients, int text, int substitution, int substitutions, int attachments, int headers) {

  private static final int TEXT_ATTACHMENT = 256 << 10;

  /** The same for attachments, whose data is text only when that is short. */
  Bounds ofAttachments() {
    return new Bounds(
        recipients, TEXT_ATTACHMENT, substitution, substitutions, attachments, headers);
  }

  /** Texts of 4 Mi characters, substitutions of 1 Mi, 256 attachments and 256 header fields. */
  public static Bounds defaults(int recipients) {
    return new Bounds(recipients, 4 << 20, 1 << 20, 1 << 20, 256, 256);
  }
}

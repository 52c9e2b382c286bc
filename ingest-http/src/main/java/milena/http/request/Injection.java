package milena.http.request;

import java.util.List;
import java.util.Map;
import milena.ingest.log.Wishes;
import org.jspecify.annotations.Nullable;

/**
 * A request without its recipients.
 *
 * @param sender the reverse-path as given
 * @param content what is sent
 * @param dialect of its templates
 * @param substitutions for all recipients
 * @param wishes for all recipients
 * @param recipients how many there are
 */
public record Injection(
    String sender,
    Content content,
    Dialect dialect,
    Map<String, Object> substitutions,
    Wishes wishes,
    int recipients) {

  /** The languages of templates. */
  public enum Dialect {
    /** None: what is given is what is sent. */
    STATIC("Static"),
    /** Jinja, as far as documented. */
    JINJA("Jinja"),
    /** Handlebars, as far as documented. */
    HANDLEBARS("Handlebars");

    private final String word;

    Dialect(String word) {
      this.word = word;
    }

    /** The word in a request. */
    public String word() {
      return word;
    }
  }

  /** What is sent. */
  public sealed interface Content {

    /** A whole message (RFC 5322). */
    record Whole(String text) implements Content {}

    /**
     * What a message is to be made of; null or empty for what is not given.
     *
     * @param headers in their order
     */
    record Parts(
        @Nullable String text,
        @Nullable String html,
        @Nullable String amp,
        Map<String, String> headers,
        @Nullable Person from,
        @Nullable String subject,
        @Nullable Person replyTo,
        List<Attachment> attachments)
        implements Content {}
  }

  /** Somebody with an address. */
  public record Person(String email, @Nullable String name) {}

  /**
   * One attachment, in base64 as it is sent.
   *
   * @param from where it begins in the spool of its request
   * @param length its encoded bytes
   */
  public record Attachment(
      String contentType,
      @Nullable String fileName,
      @Nullable String contentId,
      long from,
      long length) {}

  /**
   * One recipient.
   *
   * @param index from 0
   * @param email as given
   * @param substitutions over those of the request
   * @param meta over that of the request
   */
  public record Recipient(
      int index,
      String email,
      @Nullable String name,
      Map<String, Object> substitutions,
      Map<String, String> meta) {}
}

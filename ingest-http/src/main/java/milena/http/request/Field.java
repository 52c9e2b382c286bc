package milena.http.request;

import java.util.Arrays;
import java.util.Optional;

/** The fields of a request by where they stand; the description of the API has the same. */
public final class Field {

  private Field() {}

  /** Of the request. */
  public enum OfRequest {
    ENVELOPE_SENDER,
    RECIPIENTS,
    SUBSTITUTIONS,
    CONTENT,
    TEMPLATE_DIALECT,
    DEFERRED_SPOOL,
    DEFERRED_GENERATION,
    TRACE_HEADERS,
    CAMPAIGN,
    POOL,
    PRIORITY,
    SEND_AT,
    EXPIRES_AT,
    METADATA
  }

  /** Of a recipient. */
  public enum OfRecipient {
    EMAIL,
    NAME,
    SUBSTITUTIONS,
    METADATA
  }

  /** Of a content that is an object. */
  public enum OfContent {
    TEXT_BODY,
    HTML_BODY,
    AMP_HTML_BODY,
    ATTACHMENTS,
    HEADERS,
    FROM,
    SUBJECT,
    REPLY_TO
  }

  /** Of an attachment. */
  public enum OfAttachment {
    DATA,
    BASE64,
    CONTENT_TYPE,
    FILE_NAME,
    CONTENT_ID
  }

  /** Of {@code from} and {@code reply_to}. */
  public enum OfPerson {
    EMAIL,
    NAME
  }

  /** The field as it is written. */
  public static String word(Enum<?> field) {
    return field.name().toLowerCase(java.util.Locale.ROOT);
  }

  static <F extends Enum<F>> Optional<F> find(Class<F> of, String word) {
    return Arrays.stream(of.getEnumConstants()).filter(one -> word(one).equals(word)).findFirst();
  }
}

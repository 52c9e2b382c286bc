package milena.http.request;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Looks over a body before it is read: how much of it will be in memory, which is all but the
 * attachments.
 */
public final class Survey {

  private static final String CONTENT = Field.word(Field.OfRequest.CONTENT);
  private static final String ATTACHMENTS = Field.word(Field.OfContent.ATTACHMENTS);

  private Survey() {}

  /** Bytes outside of attachments; of a body that is not right, all of it. */
  public static long bytesToHold(Payload payload, Bounds bounds) throws IOException {
    try (var source = new Source(payload.open(), bounds)) {
      long aside = 0;
      source.next();
      while (source.next() == JsonToken.FIELD_NAME) {
        boolean content = source.name().equals(CONTENT);
        if (source.next() == JsonToken.START_OBJECT && content) {
          aside += attachments(source);
        } else {
          source.skip();
        }
      }
      return payload.size() - aside;
    } catch (Refusal notRight) {
      return payload.size();
    }
  }

  private static long attachments(Source source) throws IOException, Refusal {
    long aside = 0;
    while (source.next() == JsonToken.FIELD_NAME) {
      boolean attachments = source.name().equals(ATTACHMENTS);
      source.next();
      long from = source.offset();
      source.skip();
      aside += attachments ? source.offset() - from : 0;
    }
    return aside;
  }
}

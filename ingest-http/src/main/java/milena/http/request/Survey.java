package milena.http.request;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Looks over a body before it is read: how much memory it will be worked on with. What is attached
 * stays out of memory, but for what is said of it. A body that is not right is refused when it is
 * read, so here it only counts.
 */
public final class Survey {

  private static final String CONTENT = Field.word(Field.OfRequest.CONTENT);
  private static final String ATTACHMENTS = Field.word(Field.OfContent.ATTACHMENTS);

  /** A value is an object or two; about as much as so many bytes of text. */
  private static final int BYTES_OF_VALUE = 16;

  /** Most bytes for what is said of one attachment. */
  private static final int BYTES_OF_FACTS = 1_000;

  private Survey() {}

  /** Bytes outside of attachments, and some for each value there; at most {@link #most}. */
  public static long bytesToHold(Payload payload, Bounds bounds) throws IOException {
    long held;
    try (var source = new Source(payload.open(), bounds, false)) {
      held = payload.size() + more(source);
    } catch (Refusal notRight) {
      held = payload.size();
    }
    return Math.min(held, most(bounds));
  }

  /** What no request holds more of, since all that is kept of it has bounds. */
  private static long most(Bounds bounds) {
    return (long) bounds.text()
        + bounds.header()
        + 2L * bounds.substitutions()
        + (long) bounds.attachments() * BYTES_OF_FACTS;
  }

  private static long more(Source source) throws IOException, Refusal {
    long more = 0;
    source.next();
    while (source.next() == JsonToken.FIELD_NAME) {
      boolean content = source.name().equals(CONTENT);
      if (source.next() == JsonToken.START_OBJECT && content) {
        more += ofContent(source);
      } else {
        more += BYTES_OF_VALUE * source.skip(Long.MAX_VALUE);
      }
    }
    return more;
  }

  private static long ofContent(Source source) throws IOException, Refusal {
    long more = 0;
    while (source.next() == JsonToken.FIELD_NAME) {
      boolean attachments = source.name().equals(ATTACHMENTS);
      source.next();
      long from = source.offset();
      long inside = source.skip(Long.MAX_VALUE);
      long length = source.offset() - from;
      // Four fields of an attachment are eight tokens, and two for its braces.
      long facts = (inside / 4 + 1) * BYTES_OF_FACTS;
      more += attachments ? Math.min(length, facts) - length : BYTES_OF_VALUE * inside;
    }
    return more;
  }
}

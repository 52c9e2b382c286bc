package milena.http.request;

import static milena.http.request.Field.word;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import milena.http.request.Injection.Attachment;
import milena.http.request.Injection.Content;
import milena.http.request.Injection.Dialect;
import milena.http.request.Injection.Person;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request once from end to end, so that all of it is known to be right before any of it is
 * done, and keeps what does not grow with the recipients. Attachments are left where they are and
 * fetched by {@link AttachmentReader}, because only behind its data an attachment may say how that
 * is encoded.
 */
public final class RequestReader {

  /** Most tokens of what has no effect: their names are remembered, to find repeated ones. */
  private static final int MOST_TRACE = 1_000;

  private final Source source;
  private final Bounds bounds;
  private final WishReader wishes;
  private @Nullable String sender;
  private @Nullable Content content;
  private Dialect dialect = Dialect.JINJA;
  private Map<String, Object> substitutions = Map.of();
  private int recipients = -1;
  private int texts;
  private long header;
  private long addresses;

  private RequestReader(Source source, Bounds bounds, long now) {
    this.source = source;
    this.bounds = bounds;
    this.wishes = new WishReader(source, now);
  }

  /**
   * Reads and checks.
   *
   * @param attachments takes what is attached, in base64
   * @param now milliseconds since 1970
   */
  public static Injection read(Payload payload, Spool attachments, Bounds bounds, long now)
      throws IOException, Refusal {
    Injection injection;
    try (var source = new Source(payload.open(), bounds)) {
      injection = new RequestReader(source, bounds, now).read();
    }
    return injection.content() instanceof Content.Parts parts && !parts.attachments().isEmpty()
        ? withData(injection, parts, AttachmentReader.read(payload, parts, attachments, bounds))
        : injection;
  }

  private static Injection withData(
      Injection injection, Content.Parts parts, List<Attachment> attachments) {
    return new Injection(
        injection.sender(),
        new Content.Parts(
            parts.text(),
            parts.html(),
            parts.amp(),
            parts.headers(),
            parts.from(),
            parts.subject(),
            parts.replyTo(),
            attachments),
        injection.dialect(),
        injection.substitutions(),
        injection.wishes(),
        injection.recipients());
  }

  private Injection read() throws IOException, Refusal {
    source.next();
    source.object(Field.OfRequest.class, this::field);
    if (source.next() != null) {
      throw Refusal.of(400, "Something follows the request.", "");
    }
    var from = required(sender, Field.OfRequest.ENVELOPE_SENDER);
    var what = required(content, Field.OfRequest.CONTENT);
    if (recipients < 0) {
      throw missing(Field.OfRequest.RECIPIENTS);
    }
    if (recipients == 0) {
      throw Refusal.of(422, "There is nobody to send to.", "/recipients");
    }
    return new Injection(from, what, dialect, substitutions, wishes.wishes(), recipients);
  }

  private static <T> T required(@Nullable T value, Enum<?> field) throws Refusal {
    if (value == null) {
      throw missing(field);
    }
    return value;
  }

  private static Refusal missing(Enum<?> field) {
    return Refusal.of(400, "The field " + word(field) + " is missing.", "/" + word(field));
  }

  private void field(Field.OfRequest field) throws IOException, Refusal {
    switch (field) {
      case ENVELOPE_SENDER -> sender = source.string(Bounds.ADDRESS);
      case RECIPIENTS -> countRecipients();
      case SUBSTITUTIONS -> substitutions = source.substitutions(bounds);
      case CONTENT -> content = content();
      case TEMPLATE_DIALECT -> dialect = dialect();
      case DEFERRED_SPOOL, DEFERRED_GENERATION -> source.flag();
      case TRACE_HEADERS -> source.skip(MOST_TRACE);
      case CAMPAIGN, POOL, PRIORITY, SEND_AT, EXPIRES_AT, METADATA -> wishes.field(field);
    }
  }

  private void countRecipients() throws IOException, Refusal {
    recipients = 0;
    source.array(
        bounds.recipients(),
        index -> {
          addresses += RecipientReader.read(source, index, bounds).email().length();
          if (addresses > bounds.text()) {
            throw source.refuse(
                413, "The addresses are longer than " + bounds.text() + " characters.");
          }
          recipients++;
        });
  }

  private Dialect dialect() throws IOException, Refusal {
    var word = source.optional();
    if (word == null) {
      return Dialect.JINJA;
    }
    for (var one : Dialect.values()) {
      if (one.word().equals(word)) {
        return one;
      }
    }
    throw source.refuse(400, "Must be Static, Jinja or Handlebars.");
  }

  private Content content() throws IOException, Refusal {
    if (source.token() == JsonToken.VALUE_STRING) {
      return new Content.Whole(source.string());
    }
    return parts();
  }

  /** The fields of a content while they come. */
  private static final class Gathered {
    @Nullable String text;
    @Nullable String html;
    @Nullable String amp;
    @Nullable String subject;
    @Nullable Person from;
    @Nullable Person replyTo;
    Map<String, String> headers = new LinkedHashMap<>();
    List<Attachment> attachments = List.of();
  }

  private Content parts() throws IOException, Refusal {
    var it = new Gathered();
    source.object(
        Field.OfContent.class,
        field -> {
          switch (field) {
            case TEXT_BODY -> it.text = body();
            case HTML_BODY -> it.html = body();
            case AMP_HTML_BODY -> it.amp = body();
            case SUBJECT -> it.subject = subject();
            case FROM -> it.from = person();
            case REPLY_TO -> it.replyTo = person();
            case HEADERS -> it.headers = headers();
            case ATTACHMENTS -> it.attachments = attachments();
          }
        });
    if (it.text == null && it.html == null) {
      throw Refusal.of(422, "At least one of text_body and html_body is needed.", "/content");
    }
    return new Content.Parts(
        it.text, it.html, it.amp, it.headers, it.from, it.subject, it.replyTo, it.attachments);
  }

  private @Nullable String body() throws IOException, Refusal {
    var text = source.optional();
    texts += text == null ? 0 : text.length();
    if (texts > bounds.text()) {
      throw source.refuse(413, "The texts are longer than " + bounds.text() + " characters.");
    }
    return text;
  }

  private @Nullable String subject() throws IOException, Refusal {
    var text = source.optional();
    count(text);
    return text;
  }

  private Map<String, String> headers() throws IOException, Refusal {
    var fields = source.texts(bounds.headers(), bounds.header(), bounds.header());
    for (var field : fields.entrySet()) {
      count(field.getKey());
      count(field.getValue());
    }
    return fields;
  }

  private void count(@Nullable String partOfHeader) throws Refusal {
    header += partOfHeader == null ? 0 : partOfHeader.length();
    if (header > bounds.header()) {
      throw source.refuse(413, "A header may have at most " + bounds.header() + " characters.");
    }
  }

  private @Nullable Person person() throws IOException, Refusal {
    if (source.token() == JsonToken.VALUE_NULL) {
      return null;
    }
    var email = new String[1];
    var name = new String[1];
    source.object(
        Field.OfPerson.class,
        field -> {
          switch (field) {
            case EMAIL -> email[0] = source.string(Bounds.ADDRESS);
            case NAME -> name[0] = source.optional(Bounds.NAME);
          }
        });
    if (email[0] == null) {
      throw source.refuse(400, "The field email is missing.");
    }
    count(email[0]);
    count(name[0]);
    return new Person(email[0], name[0]);
  }

  private List<Attachment> attachments() throws IOException, Refusal {
    var all = new ArrayList<Attachment>();
    if (source.token() == JsonToken.VALUE_NULL) {
      return all;
    }
    source.array(bounds.attachments(), index -> all.add(AttachmentReader.facts(source)));
    return all;
  }
}

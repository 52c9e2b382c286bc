package milena.http.request;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import milena.http.request.Injection.Recipient;

/** Goes through the recipients of a request that is known to be right, one at a time. */
public final class RecipientReader implements AutoCloseable {

  private final Source source;
  private final Bounds bounds;
  private int index;
  private boolean ended;

  private RecipientReader(Source source, Bounds bounds) {
    this.source = source;
    this.bounds = bounds;
  }

  /** Opens the recipients of a request. */
  public static RecipientReader open(Payload payload, Bounds bounds) throws IOException, Refusal {
    var source = new Source(payload.open(), bounds);
    try {
      source.next();
      while (source.next() == JsonToken.FIELD_NAME) {
        boolean found = source.name().equals(Field.word(Field.OfRequest.RECIPIENTS));
        source.next();
        if (found) {
          return new RecipientReader(source, bounds);
        }
        source.skip();
      }
    } catch (IOException | Refusal failed) {
      source.close();
      throw failed;
    }
    source.close();
    throw new IOException("a request changed while it was read");
  }

  /** The next one, or empty after the last. */
  public Optional<Recipient> next() throws IOException, Refusal {
    ended = ended || source.next() == JsonToken.END_ARRAY;
    return ended ? Optional.empty() : Optional.of(read(source, index++, bounds));
  }

  static Recipient read(Source source, int index, Bounds bounds) throws IOException, Refusal {
    var texts = new String[2];
    var substitutions = new HashMap<String, Object>();
    var meta = new HashMap<String, String>();
    source.object(
        Field.OfRecipient.class,
        field -> {
          switch (field) {
            case EMAIL -> texts[0] = source.string(Bounds.ADDRESS);
            case NAME -> texts[1] = source.optional(Bounds.NAME);
            case SUBSTITUTIONS -> substitutions.putAll(source.substitutions(bounds));
            case METADATA -> meta.putAll(WishReader.metadata(source));
          }
        });
    var email = texts[0];
    if (email == null) {
      throw source.refuse(400, "The field email is missing.");
    }
    if (email.chars().anyMatch(Character::isISOControl)) {
      // The answer has it again, several times as long.
      throw source.refuse(400, "An address has no control characters.");
    }
    return new Recipient(index, email, texts[1], substitutions, Map.copyOf(meta));
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}

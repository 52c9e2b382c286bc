package milena.http.request;

import com.fasterxml.jackson.core.JsonToken;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import milena.http.request.Injection.Attachment;
import milena.http.request.Injection.Content;

/**
 * Reads attachments: first what they are, passing over their data, and in a second reading the data
 * itself, which goes as base64 in lines (RFC 2045 §6.8) into a spool.
 */
final class AttachmentReader {

  private static final int LINE = 76;

  /** Most characters of a media type, a file's name or an id: there may be hundreds of each. */
  private static final int LONGEST_FACT = 200;

  private static final byte[] CRLF = {'\r', '\n'};

  /** Data that is base64 already, as opposed to text. */
  private static final long IS_BASE64 = 1;

  private AttachmentReader() {}

  /** The facts of one; its length says, for the second reading, how its data is encoded. */
  static Attachment facts(Source source) throws IOException, Refusal {
    var texts = new String[3];
    var flags = new boolean[2];
    source.object(
        Field.OfAttachment.class,
        field -> {
          switch (field) {
            case DATA -> {
              if (source.token() != JsonToken.VALUE_STRING) {
                throw source.refuse(400, "Must be a string.");
              }
              flags[0] = true;
            }
            case BASE64 -> flags[1] = source.flag();
            case CONTENT_TYPE -> texts[0] = source.string(LONGEST_FACT);
            case FILE_NAME -> texts[1] = source.optional(LONGEST_FACT);
            case CONTENT_ID -> texts[2] = source.optional(LONGEST_FACT);
          }
        });
    var type = texts[0];
    if (!flags[0] || type == null) {
      throw source.refuse(400, "An attachment has data and a content_type.");
    }
    return new Attachment(type, texts[1], texts[2], 0, flags[1] ? IS_BASE64 : 0);
  }

  /** Fetches the data of each. */
  static List<Attachment> read(Payload payload, Content.Parts parts, Spool spool, Bounds bounds)
      throws IOException, Refusal {
    var fetched = new ArrayList<Attachment>();
    try (var source = new Source(payload.open(), bounds.ofAttachments())) {
      source.next();
      source.object(
          Field.OfRequest.class,
          field -> {
            if (field == Field.OfRequest.CONTENT) {
              content(source, parts.attachments(), spool, fetched);
            } else {
              source.skip();
            }
          });
    }
    return fetched;
  }

  private static void content(
      Source source, List<Attachment> known, Spool spool, List<Attachment> fetched)
      throws IOException, Refusal {
    source.object(
        Field.OfContent.class,
        field -> {
          if (field == Field.OfContent.ATTACHMENTS) {
            source.array(known.size(), index -> fetched.add(data(source, known.get(index), spool)));
          } else {
            source.skip();
          }
        });
  }

  private static Attachment data(Source source, Attachment known, Spool spool)
      throws IOException, Refusal {
    long from = spool.size();
    source.object(
        Field.OfAttachment.class,
        field -> {
          if (field != Field.OfAttachment.DATA) {
            return;
          }
          try (var lines = lines(spool)) {
            if (known.length() == IS_BASE64) {
              source.base64(lines);
            } else {
              lines.write(source.string().getBytes(StandardCharsets.UTF_8));
            }
          }
        });
    return new Attachment(
        known.contentType(), known.fileName(), known.contentId(), from, spool.size() - from);
  }

  private static OutputStream lines(Spool spool) {
    return Base64.getMimeEncoder(LINE, CRLF)
        .wrap(
            new FilterOutputStream(spool) {
              @Override
              public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
              }

              @Override
              public void close() {
                // The spool is for the next one as well.
              }
            });
  }
}

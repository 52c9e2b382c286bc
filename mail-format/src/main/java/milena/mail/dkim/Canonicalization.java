package milena.mail.dkim;

import java.nio.charset.StandardCharsets;
import milena.mail.mime.ByteSink;
import milena.mail.mime.HeaderField;

/** How much a message may be altered on its way before its signature breaks (RFC 6376 §3.4). */
public enum Canonicalization {
  /** Not at all. */
  SIMPLE("simple") {
    @Override
    void header(HeaderField field, ByteSink out) {
      field.writeTo(out);
    }
  },
  /** Case of field names, amount of blanks and folding do not count. */
  RELAXED("relaxed") {
    @Override
    void header(HeaderField field, ByteSink out) {
      relaxed(field, out);
    }
  };

  private final String tag;

  Canonicalization(String tag) {
    this.tag = tag;
  }

  /** The name in {@code c=}. */
  String tag() {
    return tag;
  }

  /** Writes the field in this form, with its line end. */
  abstract void header(HeaderField field, ByteSink out);

  private static void relaxed(HeaderField field, ByteSink out) {
    var name = field.name();
    var line = new byte[field.end() - field.start() + 3];
    var length = 0;
    for (var b : name.getBytes(StandardCharsets.ISO_8859_1)) {
      line[length++] = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
    line[length++] = ':';
    var valueStart = length;
    var blank = false;
    for (var at = field.colon() + 1; at < field.end(); at++) {
      var b = field.at(at);
      if (b == ' ' || b == '\t') {
        blank = true;
      } else if (b != '\r' && b != '\n') {
        if (blank && length > valueStart) {
          line[length++] = ' ';
        }
        blank = false;
        line[length++] = b;
      }
    }
    line[length++] = '\r';
    line[length++] = '\n';
    out.write(line, 0, length);
  }
}

package milena.http.compose;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import milena.http.request.Injection.Attachment;
import milena.http.request.Spool;
import milena.http.submit.Piece;
import milena.mail.mime.QuotedPrintableEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a message (RFC 2046): texts as alternatives, what they refer to beside them, and
 * attachments beside all of that. Attachments stay where they are.
 */
final class PartTree {

  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`{|}~-]+";
  private static final Pattern TYPE =
      Pattern.compile(
          TOKEN + "/" + TOKEN + "( *; *" + TOKEN + "=(" + TOKEN + "|\"[ !#-\\[\\]-~]*\"))*");
  private static final Pattern CONTENT_ID = Pattern.compile("[!-;=?-~]{1,200}");
  private static final String PLAIN_NAME = "[A-Za-z0-9 ._+()\\[\\]-]{1,150}";
  private static final int LONGEST_NAME = 200;

  /** With fewer bytes over 127 than one in so many, quoted-printable is shorter. */
  private static final int MOSTLY = 6;

  private final String boundary;
  private final List<Attachment> inline = new ArrayList<>();
  private final List<Attachment> attached = new ArrayList<>();
  private final List<Attachment> all;
  private final Spool spool;

  /** A text part. */
  record Text(String type, String text) {}

  PartTree(String boundary, List<Attachment> all, Spool spool) {
    this.boundary = boundary;
    this.all = all;
    this.spool = spool;
    for (var one : all) {
      (one.contentId() == null ? attached : inline).add(one);
    }
  }

  /** Whether all that goes into headers of parts may be there. */
  void check() throws Fault {
    for (int i = 0; i < all.size(); i++) {
      var one = all.get(i);
      var pointer = "/content/attachments/" + i;
      if (one.contentType().length() > LONGEST_NAME
          || !TYPE.matcher(one.contentType()).matches()
          || one.contentType().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
        throw new Fault("That is not a media type.", pointer + "/content_type");
      }
      if (one.contentId() != null && !CONTENT_ID.matcher(one.contentId()).matches()) {
        throw new Fault("That is not an id of content.", pointer + "/content_id");
      }
      if (one.fileName() != null
          && (one.fileName().length() > LONGEST_NAME || HeaderText.breaksOut(one.fileName()))) {
        throw new Fault("That is not a name of a file.", pointer + "/file_name");
      }
    }
  }

  /** The message, behind its own header fields. */
  List<Piece> pieces(byte[] head, List<Text> texts) {
    var out = new Pieces();
    out.bytes(head);
    if (attached.isEmpty()) {
      related(out, texts);
    } else {
      out.open("multipart/mixed", boundary + "m");
      out.delimiter(boundary + "m");
      related(out, texts);
      attached.forEach(one -> attachment(out, one, boundary + "m", "attachment"));
      out.close(boundary + "m");
    }
    return out.all();
  }

  private void related(Pieces out, List<Text> texts) {
    if (inline.isEmpty()) {
      alternatives(out, texts);
      return;
    }
    out.open("multipart/related", boundary + "r");
    out.delimiter(boundary + "r");
    alternatives(out, texts);
    inline.forEach(one -> attachment(out, one, boundary + "r", "inline"));
    out.close(boundary + "r");
  }

  private void alternatives(Pieces out, List<Text> texts) {
    if (texts.size() == 1) {
      text(out, texts.getFirst());
      return;
    }
    out.open("multipart/alternative", boundary + "a");
    for (var one : texts) {
      out.delimiter(boundary + "a");
      text(out, one);
    }
    out.close(boundary + "a");
  }

  private static void text(Pieces out, Text part) {
    var mail = LineEnds.ofMail(part.text());
    if (!mail.endsWith("\r\n")) {
      mail += "\r\n";
    }
    var bytes = mail.getBytes(StandardCharsets.UTF_8);
    boolean plain = LineEnds.areSendable(bytes) && !LineEnds.hasEightBit(bytes);
    boolean mostlyPlain = MOSTLY * LineEnds.eightBits(bytes) < bytes.length;
    out.line("Content-Type: %s; charset=%s".formatted(part.type(), plain ? "us-ascii" : "utf-8"));
    out.line(
        "Content-Transfer-Encoding: "
            + (plain ? "7bit" : mostlyPlain ? "quoted-printable" : "base64"));
    out.line("");
    if (plain) {
      out.bytes(bytes);
    } else {
      out.encoded(bytes, mostlyPlain);
    }
  }

  private void attachment(Pieces out, Attachment part, String delimiter, String disposition) {
    out.delimiter(delimiter);
    out.line("Content-Type: " + part.contentType());
    out.line("Content-Transfer-Encoding: base64");
    if (part.contentId() != null) {
      out.line("Content-ID: <" + part.contentId() + ">");
    }
    out.line("Content-Disposition: " + disposition + fileName(part.fileName()));
    out.line("");
    out.stored(new Stored(spool, part.from(), part.length()));
    out.line("");
  }

  private static String fileName(@Nullable String name) {
    if (name == null) {
      return "";
    }
    if (name.matches(PLAIN_NAME)) {
      return ";\r\n filename=\"" + name + "\"";
    }
    // RFC 2231 §4; in sections, since a line has an end.
    var encoded = new StringBuilder();
    var section = new StringBuilder("utf-8''");
    int number = 0;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      section.append(isPlain(b) ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
      if (section.length() > 60) {
        encoded.append(";\r\n filename*%d*=%s".formatted(number++, section));
        section.setLength(0);
      }
    }
    return encoded.append(";\r\n filename*%d*=%s".formatted(number, section)).toString();
  }

  private static boolean isPlain(byte b) {
    int lower = b | 0x20;
    boolean letter = lower >= 'a' && lower <= 'z';
    return letter || (b >= '0' && b <= '9') || b == '.';
  }

  /** A message while it is put together. */
  private static final class Pieces {
    private final List<Piece> done = new ArrayList<>();
    private ByteArrayOutputStream open = new ByteArrayOutputStream();

    void bytes(byte[] bytes) {
      open.writeBytes(bytes);
    }

    void line(String text) {
      bytes((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    void open(String type, String boundary) {
      line("Content-Type: " + type + ";\r\n boundary=\"" + boundary + "\"");
      line("");
    }

    void delimiter(String boundary) {
      line("--" + boundary);
    }

    void close(String boundary) {
      line("--" + boundary + "--");
    }

    void encoded(byte[] bytes, boolean readable) {
      if (!readable) {
        stored(new Piece.Bytes(Base64.getMimeEncoder().encode(bytes)));
        line("");
        return;
      }
      var encoder = new QuotedPrintableEncoder(open::write);
      encoder.write(bytes, 0, bytes.length);
      encoder.finish();
    }

    void stored(Piece stored) {
      done.add(new Piece.Bytes(open.toByteArray()));
      open = new ByteArrayOutputStream();
      done.add(stored);
    }

    List<Piece> all() {
      done.add(new Piece.Bytes(open.toByteArray()));
      return done;
    }
  }
}

package milena.ingest.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What can be read off a report before anybody understands it. A hint and no proof: whoever sends a
 * report may write into it what they like.
 *
 * @param kind {@code dsn} (RFC 3464), {@code arf} (RFC 5965) or {@code other}, by its media type
 * @param originalEnvelopeId what a DSN says that ENVID was (RFC 3464 §2.2.1), as it is written
 *     there; empty if it says nothing
 */
record ReportFacts(String kind, String originalEnvelopeId) {

  /** Of what says nothing. */
  static final ReportFacts NONE = new ReportFacts("other", "");

  private static final Pattern HEADER_END = Pattern.compile("\r\n\r\n");
  // Bounded on all sides, so that the time is that of reading it once.
  private static final Pattern TYPE =
      Pattern.compile(
          "^content-type:[ \t\r\n]{0,9}multipart/report\\b[^\r\n]{0,900}"
              + "(?:\r\n[ \t][^\r\n]{0,900}){0,9}",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern REPORT =
      Pattern.compile(
          "report-type[ \t]{0,9}=[ \t]{0,9}\"?([a-z-]{1,40})", Pattern.CASE_INSENSITIVE);
  private static final Pattern ENVELOPE_ID =
      Pattern.compile(
          "^original-envelope-id:[ \t]{0,9}([^\r\n]{1,200})",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  /** Reads them off a message. */
  static ReportFacts of(ByteBuffer raw) {
    var text = StandardCharsets.ISO_8859_1.decode(raw.duplicate());
    var end = HEADER_END.matcher(text);
    int headerEnd = end.find() ? end.start() : text.length();
    var kind = kind(text.subSequence(0, headerEnd));
    var id = ENVELOPE_ID.matcher(text);
    boolean hasId = kind.equals("dsn") && id.find(headerEnd);
    return new ReportFacts(kind, hasId ? id.group(1).strip() : "");
  }

  private static String kind(CharSequence header) {
    var type = TYPE.matcher(header);
    if (!type.find()) {
      return "other";
    }
    var report = REPORT.matcher(type.group());
    return switch (report.find() ? report.group(1).toLowerCase(Locale.ROOT) : "") {
      case "delivery-status" -> "dsn";
      case "feedback-report" -> "arf";
      default -> "other";
    };
  }

  /**
   * What a recipient's address has of its own for the message that it is about: all between the
   * first plus and the at sign (RFC 5233 calls it the detail).
   *
   * @return empty if it has none
   */
  static String token(String recipient) {
    int plus = recipient.indexOf('+');
    int at = recipient.lastIndexOf('@');
    return plus < 0 || at < plus ? "" : recipient.substring(plus + 1, at);
  }
}

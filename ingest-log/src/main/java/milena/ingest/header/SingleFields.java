package milena.ingest.header;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The fields of which a message has one at most (RFC 5322 §3.6). */
public final class SingleFields {

  /** Their names, as the standard writes them. */
  public static final List<String> NAMES =
      List.of(
          "Date",
          "From",
          "Sender",
          "Reply-To",
          "To",
          "Cc",
          "Bcc",
          "Message-ID",
          "In-Reply-To",
          "References",
          "Subject");

  static final int DATE = NAMES.indexOf("Date");
  static final int FROM = NAMES.indexOf("From");
  static final int MESSAGE_ID = NAMES.indexOf("Message-ID");

  private static final byte[][] LOWER_CASE =
      NAMES.stream()
          .map(name -> name.toLowerCase(Locale.ROOT))
          .map(name -> name.getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  private SingleFields() {}

  /** Which of the names this is, in whatever case; -1 for none. */
  static int index(byte[] bytes, int start, int end) {
    for (int i = 0; i < LOWER_CASE.length; i++) {
      var name = LOWER_CASE[i];
      if (name.length == end - start && begins(bytes, start, name)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean begins(byte[] bytes, int start, byte[] lowerCase) {
    for (int i = 0; i < lowerCase.length; i++) {
      byte b = bytes[start + i];
      if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }
}

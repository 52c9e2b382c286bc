package milena.mail.mime;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The date and time of a header field (RFC 5322 §3.3). */
public final class MailDate {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private MailDate() {}

  /** Writes an instant in UTC, such as {@code Mon, 2 Mar 2026 09:05:00 +0000}. */
  public static String format(Instant instant) {
    return FORMAT.format(instant);
  }
}

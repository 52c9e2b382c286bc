package milena.delivery.send;

import java.util.Locale;
import milena.mail.reply.SmtpReply;

/**
 * What a server offers in its answer to EHLO (RFC 5321 §4.1.1.1).
 *
 * @param pipelining commands may be sent in groups (RFC 2920)
 * @param size MAIL takes SIZE (RFC 1870)
 * @param maxSize largest message it takes, in bytes; 0 when it does not say
 * @param eightBitMime RFC 6152
 * @param smtpUtf8 RFC 6531
 * @param startTls RFC 3207
 * @param dsn RFC 3461
 * @param deliverBy RFC 2852
 */
public record Capabilities(
    boolean pipelining,
    boolean size,
    long maxSize,
    boolean eightBitMime,
    boolean smtpUtf8,
    boolean startTls,
    boolean dsn,
    boolean deliverBy) {

  /** What a server that knows only HELO offers. */
  public static final Capabilities NONE = new Capabilities(false, false, 0, false, false, false);

  private static final int LONGEST_SIZE = 18;

  /** One that offers nothing about notices. */
  public Capabilities(
      boolean pipelining,
      boolean size,
      long maxSize,
      boolean eightBitMime,
      boolean smtpUtf8,
      boolean startTls) {
    this(pipelining, size, maxSize, eightBitMime, smtpUtf8, startTls, false, false);
  }

  static Capabilities of(SmtpReply ehlo) {
    var found = NONE;
    for (var line : ehlo.lines().subList(1, ehlo.lines().size())) {
      found = found.with(line.strip().toUpperCase(Locale.ROOT));
    }
    return found;
  }

  private Capabilities with(String line) {
    var space = line.indexOf(' ');
    return switch (space < 0 ? line : line.substring(0, space)) {
      case "PIPELINING" -> copy(true, size, maxSize, eightBitMime, smtpUtf8, startTls);
      case "SIZE" -> copy(pipelining, true, number(line, space), eightBitMime, smtpUtf8, startTls);
      case "8BITMIME" -> copy(pipelining, size, maxSize, true, smtpUtf8, startTls);
      case "SMTPUTF8" -> copy(pipelining, size, maxSize, eightBitMime, true, startTls);
      case "STARTTLS" -> copy(pipelining, size, maxSize, eightBitMime, smtpUtf8, true);
      case "DSN" -> withNotices(true, deliverBy);
      case "DELIVERBY" -> withNotices(dsn, true);
      default -> this;
    };
  }

  private Capabilities copy(
      boolean groups, boolean sizes, long most, boolean eightBits, boolean utf8, boolean tls) {
    return new Capabilities(groups, sizes, most, eightBits, utf8, tls, dsn, deliverBy);
  }

  private Capabilities withNotices(boolean asked, boolean byTime) {
    return new Capabilities(
        pipelining, size, maxSize, eightBitMime, smtpUtf8, startTls, asked, byTime);
  }

  private static long number(String line, int space) {
    var text = space < 0 ? "" : line.substring(space + 1).strip();
    var good =
        !text.isEmpty()
            && text.length() <= LONGEST_SIZE
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return good ? Long.parseLong(text) : 0;
  }
}

package milena.delivery.send;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import milena.mail.reply.SmtpReply;

/**
 * What a server offers in its answer to EHLO (RFC 5321 §4.1.1.1).
 *
 * @param extensions that we know what to do with
 * @param maxSize largest message it takes, in bytes; 0 when it does not say
 * @param limits what it allows besides
 */
public record Capabilities(Set<Extension> extensions, long maxSize, Limits limits) {

  /**
   * What a server says of itself by LIMITS (RFC 9422 §4).
   *
   * @param messages of one connection, MAILMAX; 0 when it does not say
   * @param recipients of one transaction, RCPTMAX; 0 when it does not say
   */
  public record Limits(int messages, int recipients) {

    /** It does not say. */
    public static final Limits UNSAID = new Limits(0, 0);

    private static Limits of(String line) {
      return new Limits(value(line, " MAILMAX="), value(line, " RCPTMAX="));
    }

    private static int value(String line, String name) {
      var at = line.indexOf(name);
      if (at < 0) {
        return 0;
      }
      var start = at + name.length();
      var end = line.indexOf(' ', start);
      var value = number(end < 0 ? line.substring(start) : line.substring(start, end));
      return (int) Math.min(value, Integer.MAX_VALUE);
    }
  }

  /** An extension that changes what is said to a server. */
  public enum Extension {
    /** Commands may be sent in groups (RFC 2920). */
    PIPELINING("PIPELINING"),
    /** MAIL takes SIZE (RFC 1870). */
    SIZE("SIZE"),
    /** RFC 6152. */
    EIGHT_BIT_MIME("8BITMIME"),
    /** RFC 6531. */
    SMTPUTF8("SMTPUTF8"),
    /** RFC 3207. */
    STARTTLS("STARTTLS"),
    /** BDAT (RFC 3030 §2). */
    CHUNKING("CHUNKING"),
    /** RFC 3030 §3. */
    BINARYMIME("BINARYMIME"),
    /** RFC 8689; counts only if it was offered under TLS. */
    REQUIRETLS("REQUIRETLS"),
    /** RFC 3461. */
    DSN("DSN"),
    /** RFC 2852. */
    DELIVERBY("DELIVERBY");

    private final String keyword;

    Extension(String keyword) {
      this.keyword = keyword;
    }
  }

  /** What a server that knows only HELO offers. */
  public static final Capabilities NONE = new Capabilities(Set.of(), 0, Limits.UNSAID);

  private static final int LONGEST_NUMBER = 18;

  /** Keeps its own copy of the set. */
  public Capabilities {
    extensions = Set.copyOf(extensions);
  }

  static Capabilities of(SmtpReply ehlo) {
    var found = EnumSet.noneOf(Extension.class);
    long maxSize = 0;
    var limits = Limits.UNSAID;
    for (var each : ehlo.lines().subList(1, ehlo.lines().size())) {
      var line = each.strip().toUpperCase(Locale.ROOT);
      var space = line.indexOf(' ');
      var keyword = space < 0 ? line : line.substring(0, space);
      for (var extension : Extension.values()) {
        if (extension.keyword.equals(keyword)) {
          found.add(extension);
        }
      }
      if (keyword.equals("SIZE")) {
        maxSize = space < 0 ? 0 : number(line.substring(space + 1).strip());
      } else if (keyword.equals("LIMITS")) {
        limits = Limits.of(line);
      }
    }
    return new Capabilities(found, maxSize, limits);
  }

  /** Whether it offers this. */
  public boolean has(Extension extension) {
    return extensions.contains(extension);
  }

  /** Whether a message of any octets can be sent as it is: BINARYMIME is nothing without BDAT. */
  public boolean takesBinary() {
    return has(Extension.BINARYMIME) && has(Extension.CHUNKING);
  }

  private static long number(String text) {
    var good =
        !text.isEmpty()
            && text.length() <= LONGEST_NUMBER
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return good ? Long.parseLong(text) : 0;
  }
}

package milena.mail.address;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * One person's address (RFC 5321 §4.1.2, RFC 6531 §3.3).
 *
 * @param localPart what stands before the at sign, without the quotes and backslashes of its
 *     written form, so that {@code "a.b"@x} and {@code a.b@x} are equal
 * @param domain where its mail goes
 */
public record Mailbox(String localPart, Domain domain) {

  /** Longest local part in its written form, in octets of UTF-8 (RFC 5321 §4.5.3.1.1). */
  public static final int MAX_LOCAL_OCTETS = 64;

  /** Longest mailbox, in octets: a path of 256 less its angle brackets (RFC 5321 §4.5.3.1.3). */
  public static final int MAX_OCTETS = 254;

  /**
   * @throws IllegalArgumentException if the local part holds a control character, which no written
   *     form of it may have; text from outside goes through {@link AddressParser}
   */
  public Mailbox {
    if (localPart.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("control character in a local part");
    }
  }

  /**
   * The form under which this mailbox is known whatever the spelling: all lower case, the local
   * part composed (NFC), the domain as A-labels. Local parts are case-sensitive by the letter of
   * RFC 5321 §2.4, but no provider of note tells two people apart by case, and a suppression that
   * misses {@code Ann@} after {@code ann@} bounced would be worse.
   */
  public String canonical() {
    var lower = Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    return written(lower) + "@" + domain.ascii();
  }

  /** Whether it can be sent to a host without SMTPUTF8; the domain always can, as A-labels. */
  public boolean asciiOnly() {
    return localPart.chars().allMatch(c -> c < 128);
  }

  /** The form for the wire, quoted only where it must be. */
  @Override
  public String toString() {
    return written(localPart) + "@" + domain.ascii();
  }

  /** Octets of the local part as it is written. */
  int localOctets() {
    return written(localPart).getBytes(StandardCharsets.UTF_8).length;
  }

  private static String written(String local) {
    if (isDotString(local)) {
      return local;
    }
    var quoted = new StringBuilder(local.length() + 2).append('"');
    for (var i = 0; i < local.length(); i++) {
      var c = local.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }

  private static boolean isDotString(String local) {
    var afterDot = true;
    for (var i = 0; i < local.length(); i++) {
      var c = local.charAt(i);
      if (c == '.' ? afterDot : !AddressParser.isAtext(c)) {
        return false;
      }
      afterDot = c == '.';
    }
    return !afterDot;
  }
}

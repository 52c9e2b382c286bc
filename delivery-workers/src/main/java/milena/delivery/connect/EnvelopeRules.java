package milena.delivery.connect;

import java.util.Optional;
import milena.delivery.outcome.Said;
import milena.delivery.send.Capabilities;
import milena.delivery.send.Capabilities.Extension;
import milena.delivery.send.OpeningTrouble;

/** What can be said of a letter for a server with certain capabilities without looking into it. */
final class EnvelopeRules {

  private EnvelopeRules() {}

  /** Why it cannot be sent there, if it cannot. */
  static Optional<Said> unfit(Letter letter, Capabilities offered) {
    if (!isOneLine(letter.sender()) || !isOneLine(letter.recipient())) {
      return unfit("5.1.3", "an address holds a control character");
    }
    if (letter.requireTls() && !offered.has(Extension.REQUIRETLS)) {
      return unfit(OpeningTrouble.UNPROMISED, "REQUIRETLS support required");
    }
    if (letter.notices().returnsInTime() && !offered.has(Extension.DELIVERBY)) {
      // It would not return the message in time (RFC 2852 §4.2).
      return unfit("5.3.3", "the next hop does not offer DELIVERBY");
    }
    if (needsUtf8(letter) && !offered.has(Extension.SMTPUTF8)) {
      return unfit("5.6.7", "the next hop does not offer SMTPUTF8");
    }
    return letter.body().size() > offered.maxSize() && offered.maxSize() > 0
        ? unfit("5.3.4", "the next hop takes at most " + offered.maxSize() + " bytes")
        : Optional.empty();
  }

  /** Whether the two ask the same of a server, so that one transaction can do for both. */
  static boolean mayShare(Letter one, Letter other) {
    return one.sender().equals(other.sender())
        && one.body().size() == other.body().size()
        && needsUtf8(one) == needsUtf8(other)
        && one.eightBit() == other.eightBit()
        && one.binaryMime() == other.binaryMime()
        && one.requireTls() == other.requireTls()
        && one.notices().saySameOfMessage(other.notices());
  }

  /** Whether it can be sent only where SMTPUTF8 is offered. */
  static boolean needsUtf8(Letter letter) {
    return letter.smtpUtf8() || !isAscii(letter.sender()) || !isAscii(letter.recipient());
  }

  /** Whether the server may not get the message as it is, but only in lines, or in seven bits. */
  static boolean needsLines(Letter letter, Capabilities offered) {
    return letter.binaryMime()
        ? !offered.takesBinary()
        : letter.eightBit() && !offered.has(Extension.EIGHT_BIT_MIME);
  }

  private static Optional<Said> unfit(String enhanced, String text) {
    return Optional.of(Said.local(enhanced, text));
  }

  private static boolean isOneLine(String address) {
    return address.chars().allMatch(c -> c >= ' ' && c != 0x7f);
  }

  private static boolean isAscii(String address) {
    return address.chars().allMatch(c -> c < 0x80);
  }
}

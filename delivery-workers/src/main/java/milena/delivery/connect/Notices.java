package milena.delivery.connect;

import milena.delivery.send.Capabilities;
import milena.delivery.send.Capabilities.Extension;

/**
 * What the sender of a letter wants to hear about it, and by when, as it was given: none of it is
 * made up where it is missing.
 *
 * @param ret RET (RFC 3461); empty when absent
 * @param envelopeId ENVID in xtext (RFC 3461); empty when absent
 * @param notifyOn NOTIFY (RFC 3461); empty when absent
 * @param original ORCPT (RFC 3461); empty when absent
 * @param deliverBy BY as a moment (RFC 2852), ms since 1970; 0 when absent
 * @param deliverByMode {@code R} or {@code N}, with a {@code T} for a trace; empty when absent
 */
public record Notices(
    String ret,
    String envelopeId,
    String notifyOn,
    String original,
    long deliverBy,
    String deliverByMode) {

  /** Nothing in particular. */
  public static final Notices NONE = new Notices("", "", "", "", 0, "");

  /** The most seconds, either way, that BY can say (RFC 2852 §4). */
  private static final long MOST_SECONDS = 999_999_999;

  /** Whether the letter may go only to who promises to return it in time. */
  boolean returnsInTime() {
    return deliverBy > 0 && deliverByMode.startsWith("R");
  }

  /** Seconds that are left, rounded down; below 0 when the time has passed. */
  long secondsLeft(long now) {
    return Math.clamp(Math.floorDiv(deliverBy - now, 1_000L), -MOST_SECONDS, MOST_SECONDS);
  }

  /** What of it is said with MAIL, of that which the server offers to take. */
  String ofMessage(Capabilities offered, long now) {
    var mail = new StringBuilder();
    if (offered.has(Extension.DSN)) {
      add(mail, "RET", ret);
      add(mail, "ENVID", envelopeId);
    }
    if (offered.has(Extension.DELIVERBY) && deliverBy > 0) {
      add(mail, "BY", secondsLeft(now) + ";" + deliverByMode);
    }
    return mail.toString();
  }

  /** What of it is said with RCPT, of that which the server offers to take. */
  String ofRecipient(Capabilities offered) {
    if (!offered.has(Extension.DSN) || (notifyOn.isEmpty() && original.isEmpty())) {
      return "";
    }
    var rcpt = new StringBuilder();
    add(rcpt, "NOTIFY", notifyOn);
    add(rcpt, "ORCPT", original);
    return rcpt.toString();
  }

  /** Whether both say the same with MAIL. */
  boolean saySameOfMessage(Notices other) {
    return ret.equals(other.ret)
        && envelopeId.equals(other.envelopeId)
        && deliverBy == other.deliverBy
        && deliverByMode.equals(other.deliverByMode);
  }

  private static void add(StringBuilder line, String keyword, String value) {
    if (!value.isEmpty()) {
      line.append(' ').append(keyword).append('=').append(value);
    }
  }
}

package milena.mail.classify;

import java.util.ArrayList;
import java.util.BitSet;
import milena.mail.reply.EnhancedCode;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a failure proves that a mailbox does not exist, which is what suppresses a
 * recipient.
 *
 * <p>Made to err on one side: a missed proof costs one more attempt with the next message, a wrong
 * one costs a person their mail. So a reply counts only where it is about one recipient, only with
 * a code or with words that say so, and not if any word speaks of another reason. Safe for use by
 * several threads.
 */
public final class MailboxGone {

  private final PhraseFinder finder;
  private final int known;

  private MailboxGone(RuleFile file) {
    var phrases = new ArrayList<>(file.section("unknown user"));
    known = phrases.size();
    phrases.addAll(file.section("other reason"));
    finder = new PhraseFinder(phrases);
  }

  /** Reads the phrases that ship with Milena. */
  public static MailboxGone standard() {
    return new MailboxGone(new RuleFile("unknown-user.txt"));
  }

  /**
   * Whether the mailbox is proven not to exist.
   *
   * @param failure what the server said
   * @param onlyRecipient whether the transaction had this one recipient, without which a reply to
   *     the final dot is about nobody in particular
   */
  public boolean isProvenBy(RemoteFailure failure, boolean onlyRecipient) {
    var aboutOne =
        failure.stage() == Stage.RCPT || (failure.stage() == Stage.FINAL_DOT && onlyRecipient);
    if (!aboutOne || failure.code() / 100 != 5) {
      return false;
    }
    var found = finder.find(failure.text());
    if (found.nextSetBit(known) >= 0) {
      return false;
    }
    var enhanced = failure.enhancedCode();
    return isUnknownUser(enhanced)
        || (failure.code() == 550 && leavesOpen(enhanced) && saysUnknown(found));
  }

  private boolean saysUnknown(BitSet found) {
    var first = found.nextSetBit(0);
    return first >= 0 && first < known;
  }

  // 5.1.10 is a null MX by its registration, and an unknown recipient where Exchange says it.
  private static boolean isUnknownUser(@Nullable EnhancedCode code) {
    return code != null && code.subject() == 1 && (code.detail() == 1 || code.detail() == 10);
  }

  /** Whether a code neither says nor denies that the mailbox exists. */
  private static boolean leavesOpen(@Nullable EnhancedCode code) {
    if (code == null) {
      return true;
    }
    return switch (code.subject()) {
      // 2 is about the domain, 7 and 8 are about the sender.
      case 1 -> code.detail() != 2 && code.detail() != 7 && code.detail() != 8;
      case 0, 5 -> code.detail() == 0;
      default -> false;
    };
  }
}

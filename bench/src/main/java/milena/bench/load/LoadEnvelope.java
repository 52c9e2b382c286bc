package milena.bench.load;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Who sends to whom.
 *
 * <p>Recipients are numbered through a run; number r has the domain r modulo the domains and in it
 * the mailbox (r divided by the domains) modulo the mailboxes, {@code user00000042}. So every
 * domain gets the same mailboxes in the same order, whatever the connections do.
 *
 * @param sender the reverse path; empty for the null sender
 * @param domains the recipients' domains, in turn
 * @param recipientsPerMessage from 1 to 1,000
 * @param mailboxes how many different mailboxes each domain has, from 1 to 100 million
 * @param unknownEvery every so many mailboxes is named {@code unknown…} instead, from the first one
 *     on, which the sink's rejecting mood refuses; 0 for none
 * @param hold for how long the server is asked to hold each message back (RFC 4865), in whole
 *     seconds; zero for not at all
 */
public record LoadEnvelope(
    String sender,
    List<String> domains,
    int recipientsPerMessage,
    int mailboxes,
    int unknownEvery,
    Duration hold) {
  private static final int MAX_RECIPIENTS = 1_000;
  private static final int MAX_MAILBOXES = 100_000_000;
  private static final int MAX_ADDRESS = 254;
  private static final int MAX_DOMAIN = 230;
  private static final int DIGITS = 8;

  /** Checks the ranges. */
  public LoadEnvelope {
    domains = List.copyOf(domains);
    if (domains.isEmpty() || domains.stream().anyMatch(LoadEnvelope::isNoDomain)) {
      throw new IllegalArgumentException("needs recipient domains in printable ASCII: " + domains);
    }
    if (sender.length() > MAX_ADDRESS || !isPlain(sender)) {
      throw new IllegalArgumentException("not a sender: " + sender);
    }
    if (recipientsPerMessage < 1 || recipientsPerMessage > MAX_RECIPIENTS) {
      throw new IllegalArgumentException("recipients per message must be from 1 to 1000");
    }
    if (mailboxes < 1 || mailboxes > MAX_MAILBOXES || unknownEvery < 0) {
      throw new IllegalArgumentException("mailboxes must be from 1 to " + MAX_MAILBOXES);
    }
    if (hold.isNegative() || !hold.equals(hold.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("mail is held back for whole seconds: " + hold);
    }
  }

  /** Who sends to whom, and nothing is held back. */
  public LoadEnvelope(
      String sender,
      List<String> domains,
      int recipientsPerMessage,
      int mailboxes,
      int unknownEvery) {
    this(sender, domains, recipientsPerMessage, mailboxes, unknownEvery, Duration.ZERO);
  }

  /** Returns one recipient per message in these domains, all different, none unknown. */
  public static LoadEnvelope to(List<String> domains) {
    return new LoadEnvelope("load@sender.test", domains, 1, MAX_MAILBOXES, 0);
  }

  /** Returns this with some mailboxes named {@code unknown…}; 0 for none. */
  public LoadEnvelope withUnknownEvery(int other) {
    return new LoadEnvelope(sender, domains, recipientsPerMessage, mailboxes, other, hold);
  }

  /** Returns this with another number of recipients in each message. */
  public LoadEnvelope withRecipientsPerMessage(int other) {
    return new LoadEnvelope(sender, domains, other, mailboxes, unknownEvery, hold);
  }

  /** Returns this with messages that the server is to hold back for so long. */
  public LoadEnvelope withHold(Duration other) {
    return new LoadEnvelope(sender, domains, recipientsPerMessage, mailboxes, unknownEvery, other);
  }

  /** Returns the address of a recipient of a message. */
  String recipient(long sequence, int index) {
    long number = sequence * recipientsPerMessage + index;
    String domain = domains.get((int) (number % domains.size()));
    long mailbox = number / domains.size() % mailboxes;
    boolean unknown = unknownEvery > 0 && mailbox % unknownEvery == 0;
    String digits = Long.toString(mailbox);
    return (unknown ? "unknown" : "user")
        + "0".repeat(DIGITS - digits.length())
        + digits
        + '@'
        + domain;
  }

  private static boolean isNoDomain(String domain) {
    return domain.isEmpty() || domain.length() > MAX_DOMAIN || !isPlain(domain);
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '<' && c != '>');
  }
}

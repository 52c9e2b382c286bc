package milena.bench.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dialogue of one message: which reply belongs to which command, and what to send next.
 *
 * <pre>
 *   [RSET] MAIL RCPT… DATA ──354──► body ──reply──► outcome
 *        │                 └─refused─► outcome
 *        └ all at once with PIPELINING (RFC 2920), else each after the reply to the one before
 * </pre>
 *
 * A server that says 354 although it took no recipient gets a lone dot, as RFC 2920 section 3.1
 * asks. Nothing here knows of time or of the network.
 */
final class Exchange {
  /** What to do after a reply. */
  sealed interface Next {
    /** Wait for more replies. */
    record Wait() implements Next {}

    /** Send these command lines, each with its line end. */
    record SendCommands(String commands) implements Next {}

    /** Send the message and the final dot. */
    record SendMessage() implements Next {}

    /** Send only the final dot: there is nobody to take the message. */
    record SendDot() implements Next {}

    /** The message is done with. */
    record Done(Outcome outcome) implements Next {}
  }

  private enum Command {
    RSET,
    MAIL,
    RCPT,
    DATA,
    BODY
  }

  private final List<String> recipients;
  private final boolean pipelined;
  private final String mail;
  private final List<String> accepted = new ArrayList<>(1);
  private final List<LoadReply> refusals = new ArrayList<>(0);
  private Command awaited;
  private int answeredRecipients;
  private @Nullable LoadReply refusal;

  /**
   * Begins the dialogue of a message.
   *
   * @param mail the whole MAIL command without line end
   * @param recipients the addresses, at least one
   * @param pipelined whether the server announced PIPELINING
   * @param reset whether a transaction may be open from before
   */
  Exchange(String mail, List<String> recipients, boolean pipelined, boolean reset) {
    this.mail = mail;
    this.recipients = List.copyOf(recipients);
    this.pipelined = pipelined;
    this.awaited = reset ? Command.RSET : Command.MAIL;
  }

  /** Returns the command lines to begin with. */
  String opening() {
    if (!pipelined) {
      return awaited == Command.RSET ? "RSET\r\n" : mail + "\r\n";
    }
    var lines = new StringBuilder(128);
    if (awaited == Command.RSET) {
      lines.append("RSET\r\n");
    }
    lines.append(mail).append("\r\n");
    recipients.forEach(recipient -> lines.append(rcpt(recipient)));
    return lines.append("DATA\r\n").toString();
  }

  /** Takes the next reply. */
  Next take(LoadReply reply) {
    return switch (awaited) {
      case RSET -> step(Command.MAIL, mail + "\r\n");
      case MAIL -> afterMail(reply);
      case RCPT -> afterRecipient(reply);
      case DATA -> afterData(reply);
      case BODY -> new Next.Done(outcome(reply));
    };
  }

  /** Returns how it ends when the connection does so now. */
  Outcome lost() {
    return new Outcome.Lost(awaited == Command.BODY && !accepted.isEmpty());
  }

  /** Returns the replies to RCPT that refused a recipient. */
  List<LoadReply> refusedRecipients() {
    return refusals;
  }

  /**
   * Returns whether the server may still hold the transaction open, so that RSET must come next.
   */
  boolean leavesTransactionOpen() {
    return awaited != Command.BODY;
  }

  private Next afterMail(LoadReply reply) {
    if (reply.positive()) {
      return step(Command.RCPT, rcpt(recipients.getFirst()));
    }
    refusal = reply;
    return pipelined ? step(Command.RCPT, "") : new Next.Done(new Outcome.Refused(reply));
  }

  private Next afterRecipient(LoadReply reply) {
    String recipient = recipients.get(answeredRecipients++);
    if (reply.positive()) {
      accepted.add(recipient);
    } else if (refusal == null || !refusals.isEmpty()) {
      refusals.add(reply);
      refusal = refusal == null ? reply : refusal;
    }
    if (answeredRecipients < recipients.size()) {
      return step(Command.RCPT, rcpt(recipients.get(answeredRecipients)));
    }
    if (!pipelined && accepted.isEmpty()) {
      return new Next.Done(new Outcome.Refused(refusal == null ? reply : refusal));
    }
    return step(Command.DATA, "DATA\r\n");
  }

  private Next afterData(LoadReply reply) {
    if (reply.code() != 354) {
      return new Next.Done(
          new Outcome.Refused(accepted.isEmpty() && refusal != null ? refusal : reply));
    }
    awaited = Command.BODY;
    return accepted.isEmpty() ? new Next.SendDot() : new Next.SendMessage();
  }

  private Outcome outcome(LoadReply reply) {
    if (accepted.isEmpty() && refusal != null) {
      return new Outcome.Refused(refusal);
    }
    return reply.positive()
        ? new Outcome.Accepted(reply, List.copyOf(accepted))
        : new Outcome.Refused(reply);
  }

  private Next step(Command next, String commands) {
    awaited = next;
    return pipelined ? new Next.Wait() : new Next.SendCommands(commands);
  }

  private static String rcpt(String recipient) {
    return "RCPT TO:<" + recipient + ">\r\n";
  }
}

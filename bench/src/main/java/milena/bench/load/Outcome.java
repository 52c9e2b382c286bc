package milena.bench.load;

import java.util.List;

/** How the sending of one message ended. */
sealed interface Outcome {
  /**
   * The server took it.
   *
   * @param recipients the addresses that RCPT was accepted for
   */
  record Accepted(LoadReply reply, List<String> recipients) implements Outcome {}

  /** The server refused it with this reply, for now or for good. */
  record Refused(LoadReply reply) implements Outcome {}

  /**
   * The connection ended before the reply.
   *
   * @param dotSent whether the final dot was sent: then the server may have taken it
   */
  record Lost(boolean dotSent) implements Outcome {}
}

package milena.bench.sink;

import java.util.List;

/** What the sink does about one command. */
sealed interface SinkStep {
  /** Says one line and goes on in a session, the same or the next. */
  record Answer(SinkSession next, SinkReply reply) implements SinkStep {}

  /** Introduces itself to EHLO in several lines, without their code. */
  record Introduce(SinkSession next, List<String> lines) implements SinkStep {}

  /** Refuses one recipient, and closes when the reply is a 421. */
  record RefuseRecipient(String domain, SinkReply reply) implements SinkStep {}

  /** Says a last line and closes. */
  record HangUp(SinkReply reply) implements SinkStep {}
}

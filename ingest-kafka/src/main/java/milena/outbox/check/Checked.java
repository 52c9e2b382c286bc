package milena.outbox.check;

import milena.ingest.log.Content;
import milena.ingest.log.Submittal;

/** What a record is. */
public sealed interface Checked {

  /**
   * Mail.
   *
   * @param head what goes before the message, and its own header where that breaks off
   * @param message as the record has it, or its body
   * @param tail what goes after it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Mail(
      String id,
      String tenant,
      long at,
      Submittal.Envelope envelope,
      Submittal.Origin origin,
      milena.ingest.log.Wishes wishes,
      byte[] head,
      byte[] message,
      byte[] tail)
      implements Checked {

    /** The transaction, once its content is in the log or small. */
    public Submittal with(Content content) {
      return new Submittal(id, tenant, at, envelope, content, origin, wishes);
    }
  }

  /**
   * No mail.
   *
   * @param reason one word
   * @param enhanced enhanced status code (RFC 3463)
   * @param text for people
   */
  record Refused(String reason, String enhanced, String text) implements Checked {}
}

package milena.outbox.check;

import java.time.Duration;
import milena.ingest.header.HeaderChecks;

/**
 * What is taken, as over SMTP.
 *
 * @param hostname of this server, in Received and Message-ID
 * @param maxSize largest message, in bytes; a record is bounded anyway
 * @param maxRecipients of one record
 * @param checks what the header of a message must be like, where a tenant has no checks of its own
 */
public record OutboxRules(String hostname, long maxSize, int maxRecipients, HeaderChecks checks) {

  /** With the checks that are made by default. */
  public OutboxRules(String hostname, long maxSize, int maxRecipients) {
    this(hostname, maxSize, maxRecipients, HeaderChecks.DEFAULTS);
  }

  /** Largest header block, in bytes. */
  static final int MAX_HEADER_BYTES = 256 * 1024;

  /** Everything beside the message, in bytes: each recipient's records and events carry it. */
  static final int MAX_WORDS_BYTES = 16 * 1024;

  /** All recipients together, in bytes. */
  static final int MAX_RECIPIENTS_BYTES = 1024 * 1024;

  /** Mail may be held back for so long: the log has to be kept for it. */
  static final Duration LONGEST_HOLD = Duration.ofDays(30);
}

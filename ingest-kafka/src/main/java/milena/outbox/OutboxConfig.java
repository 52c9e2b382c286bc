package milena.outbox;

import milena.ingest.log.LogSettings;
import milena.outbox.check.OutboxRules;
import milena.outbox.read.OutboxReader;

/**
 * The settings of the outbox door, each part owned by the step that it is for.
 *
 * @param rules what is taken
 * @param limits how much may be under way
 * @param log how it is made durable
 */
public record OutboxConfig(OutboxRules rules, OutboxReader.Limits limits, LogSettings log) {
  private static final int RECORDS = 1_000;
  private static final long BYTES = 16L * 1024 * 1024;

  /** A thousand records or 16 MiB under way. */
  public static OutboxConfig defaults(OutboxRules rules) {
    return new OutboxConfig(rules, new OutboxReader.Limits(RECORDS, BYTES), LogSettings.defaults());
  }
}

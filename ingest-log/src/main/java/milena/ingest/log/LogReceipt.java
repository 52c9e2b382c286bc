package milena.ingest.log;

/**
 * The log has acknowledged a record with acks=all. Without one of these there is no 250.
 *
 * @param partition where it stands
 * @param offset from 0
 */
public record LogReceipt(int partition, long offset) implements LogOutcome {}

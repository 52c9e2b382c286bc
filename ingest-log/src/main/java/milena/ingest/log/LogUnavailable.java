package milena.ingest.log;

/**
 * The log gave no receipt within its bounds: it is away, too slow, or its buffer is full.
 *
 * @param reason the name of the failure, for operators; holds nothing of the message
 */
public record LogUnavailable(String reason) implements LogOutcome, ContentOutcome {}

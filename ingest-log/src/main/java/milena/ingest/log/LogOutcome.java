package milena.ingest.log;

/** What became of an append: a receipt, or the reason why there is none. */
public sealed interface LogOutcome permits LogReceipt, LogUnavailable {}

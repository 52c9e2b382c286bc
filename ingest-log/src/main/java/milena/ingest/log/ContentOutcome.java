package milena.ingest.log;

/** What became of a body: where it is, or that the log did not take it. */
public sealed interface ContentOutcome permits Content, LogUnavailable {}

package milena.bench.result;

/** What is done to a side in a round. */
public enum Kind {
  /** Load as fast as it is taken, until the sink has all of it. */
  FLOW,
  /** Load while nobody listens at the destination; then a sink appears there. */
  BACKLOG,
  /** Load for a destination that mail may not leave for, beside Kafka's own producer test. */
  INGEST
}

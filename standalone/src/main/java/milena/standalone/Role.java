package milena.standalone;

/** What a process does in a cluster. */
public enum Role {
  /** Accepts mail. */
  INGEST,
  /** Routes it, and shapes what waits. */
  ROUTER,
  /** Delivers it. */
  WORKER,
  /** Learns from what comes back. */
  BOUNCE,
  /** Serves the schema registry. */
  REGISTRY
}

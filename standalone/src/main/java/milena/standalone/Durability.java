package milena.standalone;

/** What must have happened to a record before anybody is told that it is safe. */
public enum Durability {
  /** One node: it is on the disk. */
  FLUSH,
  /** A cluster: it is on two of three brokers. */
  REPLICATED
}

package milena.ingest.log;

/** Whoever wants to know what was put into {@code mail.submissions}, such as a worker nearby. */
@FunctionalInterface
public interface Written {
  /** Nobody wants to know. */
  Written NOBODY = (partition, offset, value) -> {};

  /**
   * The log has acknowledged a submission. Called on the producer's thread, which serves all
   * connections, so it must not wait.
   *
   * @param value the record as it stands in the log; it must not be changed
   */
  void written(int partition, long offset, byte[] value);
}

package milena.registry.log;

import milena.registry.fold.Entry;
import milena.registry.fold.Ledger;

/** The log as the registry sees it. Safe for use by several threads. */
public interface SchemaLog {

  /** What has been read so far. Never blocks. */
  Ledger ledger();

  /**
   * Appends an entry and waits until it is durable.
   *
   * @return its offset
   * @throws LogUnavailable when no acknowledgement came; the entry may still turn up
   */
  long append(Entry entry) throws LogUnavailable;

  /**
   * Waits until the entry at an offset has been read.
   *
   * @throws LogUnavailable when it was not in time
   */
  Ledger readPast(long offset) throws LogUnavailable;

  /**
   * Waits until everything has been read that is in the log now.
   *
   * @throws LogUnavailable when it was not in time
   */
  Ledger readToEnd() throws LogUnavailable;
}

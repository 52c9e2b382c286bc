package milena.ingest.accept;

/** By which domains in From a client may send. */
@FunctionalInterface
public interface Authors {

  /** By any, and by none. */
  Authors ANY = domain -> true;

  /**
   * Whether it may use one.
   *
   * @param domain of the first author, in lower case; empty where there is none
   */
  boolean mayUse(String domain);
}

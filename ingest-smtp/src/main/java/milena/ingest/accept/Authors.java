package milena.ingest.accept;

/** By which domains in From a client may send. Each of its authors has to be of one. */
@FunctionalInterface
public interface Authors {

  /** By any, by none, and by what cannot be read. */
  Authors ANY = domain -> true;

  /**
   * Whether it may use one.
   *
   * @param domain of an author, in lower case and as A-labels
   */
  boolean mayUse(String domain);
}

package milena.tenants.book;

/**
 * What became of an order.
 *
 * @param <T> a tenant or a credential
 */
public sealed interface Change<T> {

  /**
   * Done, and acknowledged by all replicas.
   *
   * @param subject as it is now; what was removed, as it was
   */
  record Done<T>(T subject) implements Change<T> {}

  /**
   * Nothing was changed.
   *
   * @param reason why
   * @param about the name or id it is about
   */
  record Refused<T>(Reason reason, String about) implements Change<T> {}

  /** Why an order is refused. */
  enum Reason {
    /** There is one of this name already. */
    ALREADY_THERE,
    /** There is none of this name. */
    NOT_THERE,
    /** A credential needs a tenant that is there. */
    NO_SUCH_TENANT,
    /** A tenant with credentials is removed only together with them. */
    HAS_CREDENTIALS
  }
}

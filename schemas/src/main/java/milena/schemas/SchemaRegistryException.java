package milena.schemas;

/** A schema registry refused, does not know, or cannot be reached. */
public final class SchemaRegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int errorCode;

  /**
   * Says what was asked and what came back.
   *
   * @param errorCode the registry's own code such as 40403, or 0 when no answer came
   */
  public SchemaRegistryException(int errorCode, String message) {
    super(message);
    this.errorCode = errorCode;
  }

  /** No answer came. */
  public SchemaRegistryException(String message, Throwable cause) {
    super(message, cause);
    this.errorCode = 0;
  }

  /**
   * Whether the same question may have another answer later: false only when the registry answered
   * that what was asked for is not there or no schema. A record must not be given up for more.
   */
  public boolean passes() {
    int kind = errorCode / 100;
    return kind != 404 && kind != 422;
  }

  /** The registry's own code such as 40403, or 0 when no answer came. */
  public int errorCode() {
    return errorCode;
  }
}

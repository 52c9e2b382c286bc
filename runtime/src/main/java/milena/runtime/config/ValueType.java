package milena.runtime.config;

/** How the values of a setting are written: the form, the reading and the printing of it. */
public interface ValueType<T> {

  /** The form as the operator sees it in help and documentation: {@code HOST:PORT}. */
  String form();

  /** Reads what was written, or says what is wrong with it. */
  Reading<T> read(Raw raw);

  /** Prints a value in a form that {@link #read} takes back; a secret is masked instead. */
  String print(T value);

  /** Whether the flag alone, without a value, means {@code true}. */
  default boolean flagAloneMeansTrue() {
    return false;
  }
}

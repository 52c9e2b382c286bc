package milena.policy;

/**
 * Where in the document something is said.
 *
 * @param path such as {@code limits[3].message-rate}; {@code built-in} for what nobody said
 * @param line from 1; 0 for what nobody said
 */
public record Place(String path, int line) {

  /** What holds when the document says nothing. */
  public static final Place BUILT_IN = new Place("built-in", 0);

  @Override
  public String toString() {
    return line == 0 ? path : path + " (line " + line + ")";
  }
}

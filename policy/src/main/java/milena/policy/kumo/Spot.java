package milena.policy.kumo;

/**
 * Where something is said.
 *
 * @param file as it was named
 * @param line from 1
 */
public record Spot(String file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}

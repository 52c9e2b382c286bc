package milena.runtime.config;

/**
 * One fault of the configuration.
 *
 * @param place where it stands: a flag, a variable, a line of the file
 * @param text what is wrong and, for a misspelt name, what the right one may be
 */
public record ConfigProblem(String place, String text) {
  @Override
  public String toString() {
    return place + ": " + text;
  }
}

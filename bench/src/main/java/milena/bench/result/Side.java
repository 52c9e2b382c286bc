package milena.bench.result;

/** One of those that are compared. */
public enum Side {
  MILENA("Milena"),
  POSTFIX("Postfix");

  private final String label;

  Side(String label) {
    this.label = label;
  }

  /** Returns the name for people. */
  public String label() {
    return label;
  }
}

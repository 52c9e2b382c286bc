package milena.runtime.config;

/** A value that must not be printed: its {@link #toString} is a mask. */
public record Secret(String value) {

  /** What stands in place of any secret in logs and reports. */
  public static final String MASK = "********";

  @Override
  public String toString() {
    return MASK;
  }
}

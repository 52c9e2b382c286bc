package milena.policy.document;

/** A value that does not fit, with what to write instead. Part of reading, never seen outside. */
final class Unfit extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String suggestion;

  Unfit(String message, String suggestion) {
    super(message);
    this.suggestion = suggestion;
  }

  String suggestion() {
    return suggestion;
  }
}

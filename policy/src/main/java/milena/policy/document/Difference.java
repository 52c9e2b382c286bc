package milena.policy.document;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import milena.policy.Place;

/**
 * Something in which two documents differ.
 *
 * @param section the key of the document under which it stands
 * @param about its name, or which traffic it is for
 * @param before where it stood; empty where it is new
 * @param after where it stands now; empty where it is gone
 * @param values what was and what is said, of a change only what changed
 */
public record Difference(
    Change change,
    String section,
    String about,
    Optional<Place> before,
    Optional<Place> after,
    List<Value> values) {

  /** What became of it. */
  public enum Change {
    /** It is new. */
    ADDED("+"),
    /** It is gone. */
    REMOVED("-"),
    /** It says something else. */
    CHANGED("~"),
    /** It says the same, and is asked earlier or later than others. */
    MOVED("^");

    private final String sign;

    Change(String sign) {
      this.sign = sign;
    }
  }

  /**
   * One key.
   *
   * @param before empty where it said nothing
   * @param after empty where it says nothing
   */
  public record Value(String key, String before, String after) {}

  /** Copies. */
  public Difference {
    values = List.copyOf(values);
  }

  /** Where it stands, or stood when it is gone. */
  public Place place() {
    return after.or(() -> before).orElse(Place.BUILT_IN);
  }

  /** One line. */
  public String toText() {
    var said = values.stream().map(this::text).collect(Collectors.joining("; "));
    return change.sign
        + " "
        + place()
        + " "
        + about
        + (said.isEmpty() ? "" : ": " + said)
        + (change == Change.MOVED ? " (is asked in another order)" : "");
  }

  private String text(Value value) {
    if (change == Change.CHANGED) {
      var before = value.before().isEmpty() ? "nothing" : value.before();
      var after = value.after().isEmpty() ? "nothing" : value.after();
      return value.key() + " " + before + " → " + after;
    }
    return value.key() + " " + value.before() + value.after();
  }
}

package milena.router.shape;

import java.util.Map;

/**
 * A question about what waits.
 *
 * @param arguments which submissions it is about, as in a command; empty for all
 * @param details of as many of them each one is told, the first by offset
 * @param count whether they are counted at all; otherwise only commands in force are told
 * @param gates whether it is told what those that wait must pass, and how that stands
 */
public record QueueQuestion(
    Map<String, String> arguments, int details, boolean count, boolean gates) {

  /** No answer has more details than this. */
  public static final int MOST_DETAILS = 1_000;

  /** Copies, and bounds. */
  public QueueQuestion {
    arguments = Map.copyOf(arguments);
    details = Math.clamp(details, 0, MOST_DETAILS);
  }

  /** A question that is not about gates. */
  public QueueQuestion(Map<String, String> arguments, int details, boolean count) {
    this(arguments, details, count, false);
  }
}

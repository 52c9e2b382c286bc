package milena.router.shape;

import java.util.Map;

/**
 * A question about what waits.
 *
 * @param arguments which submissions it is about, as in a command; empty for all
 * @param details of as many of them each one is told, the first by offset
 * @param count whether they are counted at all; otherwise only commands in force are told
 */
public record QueueQuestion(Map<String, String> arguments, int details, boolean count) {

  /** No answer has more details than this. */
  public static final int MOST_DETAILS = 1_000;

  /** Copies, and bounds. */
  public QueueQuestion {
    arguments = Map.copyOf(arguments);
    details = Math.clamp(details, 0, MOST_DETAILS);
  }
}

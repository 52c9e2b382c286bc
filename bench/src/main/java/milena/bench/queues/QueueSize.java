package milena.bench.queues;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How much is to wait.
 *
 * @param waiting submissions, from 1,000
 * @param queues how many they are in, each that of a domain, from 1 to 1,000,000
 */
public record QueueSize(int waiting, int queues) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{1,7})");
  private static final int FEWEST = 1_000;
  private static final int MOST_QUEUES = 1_000_000;

  /** What two cores fill in minutes. */
  public static final String USUAL = "100000/4000,500000/20000,1000000/40000";

  /** The size that Milena is meant for. */
  public static final String FULL = "5000000/200000";

  /** Checks the ranges. */
  public QueueSize {
    if (waiting < FEWEST || queues < 1 || queues > MOST_QUEUES || queues > waiting) {
      throw new IllegalArgumentException(
          "a size has from 1,000 messages, in up to as many queues and at most 1,000,000: "
              + waiting
              + "/"
              + queues);
    }
  }

  /**
   * Reads sizes, {@code WAITING/QUEUES} each, with commas between.
   *
   * @throws IllegalArgumentException when that is not what it says
   */
  public static List<QueueSize> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(QueueSize::of).toList();
  }

  private static QueueSize of(String text) {
    var found = FORM.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException("sizes are WAITING/QUEUES,…, not '" + text + "'");
    }
    return new QueueSize(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)));
  }
}

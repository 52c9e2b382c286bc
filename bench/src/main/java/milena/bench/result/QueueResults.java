package milena.bench.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What much waiting in many queues costs.
 *
 * @param taken when it ended, as ISO 8601 in UTC
 * @param commit of Milena, with {@code +changes} where the working copy differs
 * @param machine where it ran
 * @param messages how many others were sent in a round
 * @param rounds how many rounds, of which the median counts
 * @param points one for each size
 */
public record QueueResults(
    String taken, String commit, Machine machine, int messages, int rounds, List<Point> points) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * One size.
   *
   * @param waiting submissions that wait
   * @param queues how many they are in
   * @param fillRate how many a second were accepted, routed and taken up by the shaper
   * @param few what was measured beside 1,000 that wait
   * @param all what was measured beside all that wait
   * @param late of timers beside all that wait
   * @param firstReleaseS seconds from a start after SIGKILL to the first message at its destination
   * @param loadAverage of the machine over a minute, as all of this was measured
   */
  public record Point(
      int waiting,
      int queues,
      double fillRate,
      Beside few,
      Beside all,
      Lateness late,
      double firstReleaseS,
      double loadAverage) {}

  /**
   * What was measured beside something that waits.
   *
   * @param heapMib of the process after a collection
   * @param rate others delivered a second
   */
  public record Beside(double heapMib, double rate) {}

  /**
   * From when messages were due until they had arrived, in milliseconds.
   *
   * @param count how many
   * @param p50Ms the median
   * @param p99Ms what 99 of 100 did not exceed
   * @param maxMs the longest
   */
  public record Lateness(long count, double p50Ms, double p99Ms, double maxMs) {}

  /** Copies the list. */
  public QueueResults {
    points = List.copyOf(points);
  }

  /**
   * Reads a file of results.
   *
   * @throws IOException when it cannot be read or is none
   */
  public static QueueResults read(Path file) throws IOException {
    return JSON.readValue(Files.readString(file), QueueResults.class);
  }

  /**
   * Writes the file.
   *
   * @throws IOException when it cannot be written
   */
  public void write(Path file) throws IOException {
    Files.writeString(file, toJson() + "\n");
  }

  /**
   * Returns it as a JSON object.
   *
   * @throws IOException when it cannot be written so, which does not happen
   */
  public String toJson() throws IOException {
    return JSON.writeValueAsString(this);
  }
}

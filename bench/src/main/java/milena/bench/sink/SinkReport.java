package milena.bench.sink;

import java.util.Locale;
import java.util.SortedMap;
import milena.bench.measure.JsonObject;
import milena.bench.measure.LatencySummary;

/**
 * What a sink has seen since it started.
 *
 * @param traffic connections, messages and bytes
 * @param domains for each recipient domain, how many recipients got which reply, {@code 250 2.0.0}
 *     or {@code 550 5.1.1}; {@code dropped} where the connection was closed instead. Above 10,000
 *     domains the rest stand together under {@code (others)}
 * @param identity how deliveries were told apart
 * @param latency from the load generator's stamp to the final dot, of accepted messages that had
 *     one
 * @param seconds from the first to the last accepted message
 * @param logComplete whether the log has a line for every delivery; true when there is none
 */
public record SinkReport(
    Traffic traffic,
    SortedMap<String, SortedMap<String, Long>> domains,
    Identity identity,
    LatencySummary latency,
    double seconds,
    boolean logComplete) {

  /**
   * What came in.
   *
   * @param connections clients that connected
   * @param turnedAway how many of them got 421 because there were too many
   * @param open how many are connected now
   * @param messages messages accepted
   * @param deliveries recipients of accepted messages
   * @param bytes octets of accepted messages as sent, dots stuffed
   */
  public record Traffic(
      long connections, long turnedAway, long open, long messages, long deliveries, long bytes) {}

  /**
   * How deliveries were told apart.
   *
   * @param distinct pairs of message id and recipient seen
   * @param duplicates deliveries of a pair that was seen before
   * @param untracked deliveries that came after the limit of tracked ones was reached: whether they
   *     are duplicates is not known
   * @param withoutMessageId deliveries whose message had no Message-ID in its first 4 KiB
   */
  public record Identity(long distinct, long duplicates, long untracked, long withoutMessageId) {}

  /** Returns recipients of accepted messages per second between the first and the last of them. */
  public double rate() {
    return seconds > 0 ? traffic.deliveries() / seconds : 0;
  }

  /** Returns the report as a JSON object in one line. */
  public String toJson() {
    var perDomain = new JsonObject();
    domains.forEach((domain, replies) -> perDomain.put(domain, replies));
    return new JsonObject()
        .put("connections", traffic.connections())
        .put("connections_turned_away", traffic.turnedAway())
        .put("connections_open", traffic.open())
        .put("messages", traffic.messages())
        .put("deliveries", traffic.deliveries())
        .put("bytes", traffic.bytes())
        .put("distinct", identity.distinct())
        .put("duplicates", identity.duplicates())
        .put("untracked", identity.untracked())
        .put("without_message_id", identity.withoutMessageId())
        .put("seconds", seconds)
        .put("rate", rate())
        .raw("latency", latency.toJson())
        .raw("log_complete", Boolean.toString(logComplete))
        .raw("domains", perDomain.toString())
        .toString();
  }

  /** Returns the report in a few lines for people. */
  public String toText() {
    var text = new StringBuilder();
    line(
        text,
        "deliveries   %,d in %,d messages, %,d bytes, %.1f s, %.0f/s",
        traffic.deliveries(),
        traffic.messages(),
        traffic.bytes(),
        seconds,
        rate());
    line(
        text,
        "duplicates   %,d (%,d distinct, %,d untracked, %,d without Message-ID)",
        identity.duplicates(),
        identity.distinct(),
        identity.untracked(),
        identity.withoutMessageId());
    line(
        text,
        "connections  %,d (%,d open, %,d turned away)",
        traffic.connections(),
        traffic.open(),
        traffic.turnedAway());
    line(text, "latency      %s", latency.toText());
    if (!logComplete) {
      line(text, "log          NOT COMPLETE: writing it failed");
    }
    domains.forEach((domain, replies) -> line(text, "%-28s %s", domain, replies));
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}

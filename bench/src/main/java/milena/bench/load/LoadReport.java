package milena.bench.load;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import milena.bench.measure.JsonObject;
import milena.bench.measure.LatencySummary;

/**
 * What became of a run.
 *
 * @param messages what became of the messages
 * @param recipients what became of the recipients
 * @param connections what became of the connections
 * @param started when the first connection was begun, by the clock that stamps messages
 * @param seconds from there to the last outcome
 * @param acceptLatency from the final dot to the server's 250, of accepted messages
 * @param totalLatency from the intended time, or without a rate from MAIL, to the 250
 * @param ackedComplete whether the file has a line for every accepted recipient; true with no file
 */
public record LoadReport(
    Messages messages,
    Recipients recipients,
    Connections connections,
    Instant started,
    double seconds,
    LatencySummary acceptLatency,
    LatencySummary totalLatency,
    boolean ackedComplete) {

  /**
   * What became of the messages, each counted once, by its last attempt.
   *
   * @param planned how many were to be sent
   * @param accepted how many the server took
   * @param refused how many got a 4xx or 5xx
   * @param refusals how many got which, {@code 451 4.7.1}
   * @param said what the first reply of each of these was in words
   * @param lost how many had their connection end before the final dot
   * @param unanswered how many had it end after the final dot: the server may have taken them
   * @param resent how many times a message was sent again
   */
  public record Messages(
      long planned,
      long accepted,
      long refused,
      Map<String, Long> refusals,
      Map<String, String> said,
      long lost,
      long unanswered,
      long resent) {

    /** Returns how many have an outcome; fewer than planned when the run ended early. */
    public long sent() {
      return accepted + refused + lost + unanswered;
    }
  }

  /**
   * What became of the recipients.
   *
   * @param accepted how many belong to accepted messages
   * @param refusals how many RCPTs got which 4xx or 5xx, also those of attempts that were repeated
   */
  public record Recipients(long accepted, Map<String, Long> refusals) {}

  /**
   * What became of the connections.
   *
   * @param opened how many came to be usable
   * @param failed how many could not be opened, or were refused or ended by the server
   * @param refusals why the server did not let how many in: {@code 535 5.7.8}
   */
  public record Connections(long opened, long failed, Map<String, Long> refusals) {}

  /** Returns accepted messages per second. */
  public double rate() {
    return seconds > 0 ? messages.accepted() / seconds : 0;
  }

  /**
   * Returns what a command should exit with: 0 when every planned message was accepted for every
   * recipient, 2 when the server was never reached, else 1.
   */
  public int exitCode() {
    if (connections.opened() == 0) {
      return 2;
    }
    boolean all =
        messages.accepted() == messages.planned()
            && recipients.refusals().isEmpty()
            && ackedComplete;
    return all ? 0 : 1;
  }

  /** Returns the report as a JSON object in one line. */
  public String toJson() {
    return new JsonObject()
        .put("planned", messages.planned())
        .put("sent", messages.sent())
        .put("accepted", messages.accepted())
        .put("refused", messages.refused())
        .put("refusals", messages.refusals())
        .put("lost", messages.lost())
        .put("unanswered", messages.unanswered())
        .put("resent", messages.resent())
        .put("recipients_accepted", recipients.accepted())
        .put("recipient_refusals", recipients.refusals())
        .put("connections_opened", connections.opened())
        .put("connections_failed", connections.failed())
        .put("connection_refusals", connections.refusals())
        .put("seconds", seconds)
        .put("rate", rate())
        .raw("accept_latency", acceptLatency.toJson())
        .raw("total_latency", totalLatency.toJson())
        .raw("acked_complete", Boolean.toString(ackedComplete))
        .toString();
  }

  /** Returns the report in a few lines for people. */
  public String toText() {
    var text = new StringBuilder();
    line(
        text,
        "accepted     %,d of %,d messages, %,d recipients, %.1f s, %.0f/s",
        messages.accepted(),
        messages.planned(),
        recipients.accepted(),
        seconds,
        rate());
    line(
        text,
        "otherwise    %,d refused %s, %,d lost, %,d unanswered, %,d sent again",
        messages.refused(),
        messages.refusals(),
        messages.lost(),
        messages.unanswered(),
        messages.resent());
    messages.said().forEach((key, words) -> line(text, "             %.3s %s", key, words));
    line(text, "recipients   refused at RCPT %s", recipients.refusals());
    line(
        text,
        "connections  %,d opened, %,d failed %s",
        connections.opened(),
        connections.failed(),
        connections.refusals());
    line(text, "dot to 250   %s", acceptLatency.toText());
    line(text, "in total     %s", totalLatency.toText());
    if (!ackedComplete) {
      line(text, "acked file   NOT COMPLETE: writing it failed");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}

package milena.bench.load;

import java.util.Map;
import java.util.TreeMap;
import milena.bench.measure.LatencyHistogram;

/** What one lane has counted; only its event loop touches it until the lane has ended. */
final class LoadTally {
  final Map<String, Long> refusals = new TreeMap<>();
  final Map<String, Long> recipientRefusals = new TreeMap<>();
  final Map<String, Long> entryRefusals = new TreeMap<>();
  final Map<String, String> said = new TreeMap<>();
  final LatencyHistogram acceptLatency = new LatencyHistogram();
  final LatencyHistogram totalLatency = new LatencyHistogram();
  long accepted;
  long acceptedRecipients;
  long refused;
  long lost;
  long unanswered;
  long resent;
  long connections;
  long connectionFailures;
  long lastNanos;

  /** Adds everything that another lane has counted. */
  void add(LoadTally other) {
    other.refusals.forEach((key, count) -> refusals.merge(key, count, Long::sum));
    other.recipientRefusals.forEach((key, count) -> recipientRefusals.merge(key, count, Long::sum));
    other.entryRefusals.forEach((key, count) -> entryRefusals.merge(key, count, Long::sum));
    other.said.forEach(said::putIfAbsent);
    acceptLatency.add(other.acceptLatency);
    totalLatency.add(other.totalLatency);
    accepted += other.accepted;
    acceptedRecipients += other.acceptedRecipients;
    refused += other.refused;
    lost += other.lost;
    unanswered += other.unanswered;
    resent += other.resent;
    connections += other.connections;
    connectionFailures += other.connectionFailures;
    if (other.sent() > 0 && other.lastNanos - lastNanos > 0) {
      lastNanos = other.lastNanos;
    }
  }

  long sent() {
    return accepted + refused + lost + unanswered;
  }

  /** Counts what a message was refused with, and keeps the first such reply as it was said. */
  void refused(LoadReply reply) {
    refused++;
    count(refusals, reply);
    said.putIfAbsent(reply.key(), reply.text());
  }

  static void count(Map<String, Long> counts, LoadReply reply) {
    counts.merge(reply.key(), 1L, Long::sum);
  }
}

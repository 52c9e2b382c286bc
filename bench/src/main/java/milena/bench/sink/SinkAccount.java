package milena.bench.sink;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import milena.bench.measure.LatencyHistogram;
import milena.bench.measure.LineFile;
import org.jspecify.annotations.Nullable;

/** Counts what the sink has answered. Safe for use by several threads. */
final class SinkAccount {
  private static final int MAX_DOMAINS = 10_000;
  private static final String OTHERS = "(others)";
  private static final String DROPPED = "dropped";
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, Map<String, long[]>> domains = new HashMap<>();
  private final int trackedDeliveries;
  private LatencyHistogram latency = new LatencyHistogram();
  private DeliverySet seen;
  private final @Nullable LineFile log;

  private long connections;
  private long turnedAway;
  private long open;
  private long messages;
  private long deliveries;
  private long bytes;
  private long duplicates;
  private long untracked;
  private long withoutMessageId;
  private long firstNanos;
  private long lastNanos;

  SinkAccount(int trackedDeliveries, @Nullable LineFile log) {
    this.trackedDeliveries = trackedDeliveries;
    this.seen = new DeliverySet(trackedDeliveries);
    this.log = log;
  }

  /** Counts a client in, and returns how many are connected now. */
  synchronized long connected() {
    connections++;
    return ++open;
  }

  synchronized void disconnected() {
    open--;
  }

  synchronized void turnedAway() {
    turnedAway++;
  }

  /** Counts the reply that one recipient got, to RCPT or to the final dot. */
  synchronized void answered(String domain, SinkReply reply) {
    count(domain, reply.key());
  }

  synchronized void dropped(SinkTransaction transaction) {
    transaction.recipients().forEach(recipient -> count(recipient.domain(), DROPPED));
  }

  /** Counts an accepted message for all its recipients. */
  synchronized void accepted(SinkTransaction transaction, ReceivedMessage message) {
    messages++;
    bytes += message.bytes();
    firstNanos = messages == 1 ? message.epochNanos() : firstNanos;
    lastNanos = Math.max(lastNanos, message.epochNanos());
    message
        .stamp()
        .ifPresent(stamp -> latency.record(message.epochNanos() - stamp.sentEpochNanos()));
    String acceptedKey = SinkReply.ACCEPTED.key();
    for (SinkRecipient recipient : transaction.recipients()) {
      deliveries++;
      count(recipient.domain(), acceptedKey);
      identify(message.messageId(), recipient.address());
    }
  }

  synchronized SinkReport report() {
    SortedMap<String, SortedMap<String, Long>> copy = new TreeMap<>();
    domains.forEach(
        (domain, replies) -> {
          SortedMap<String, Long> counts = new TreeMap<>();
          replies.forEach((reply, count) -> counts.put(reply, count[0]));
          copy.put(domain, Collections.unmodifiableSortedMap(counts));
        });
    return new SinkReport(
        new SinkReport.Traffic(connections, turnedAway, open, messages, deliveries, bytes),
        Collections.unmodifiableSortedMap(copy),
        new SinkReport.Identity(seen.size(), duplicates, untracked, withoutMessageId),
        latency.summary(),
        (lastNanos - firstNanos) / NANOS_PER_SECOND,
        log == null || log.complete());
  }

  synchronized long deliveries() {
    return deliveries;
  }

  /** Forgets everything but the connections that are open now. */
  synchronized void forget() {
    domains.clear();
    latency = new LatencyHistogram();
    seen = new DeliverySet(trackedDeliveries);
    connections = open;
    turnedAway = 0;
    messages = 0;
    deliveries = 0;
    bytes = 0;
    duplicates = 0;
    untracked = 0;
    withoutMessageId = 0;
    firstNanos = 0;
    lastNanos = 0;
  }

  private void identify(String messageId, String recipient) {
    if (log != null) {
      log.write(messageId, recipient);
    }
    if (messageId.isEmpty()) {
      withoutMessageId++;
      return;
    }
    switch (seen.add(DeliverySet.key(messageId, recipient))) {
      case NEW -> {}
      case SEEN -> duplicates++;
      case FULL -> untracked++;
    }
  }

  private void count(String domain, String reply) {
    Map<String, long[]> replies = domains.get(domain);
    if (replies == null) {
      String name = domains.size() < MAX_DOMAINS ? domain : OTHERS;
      replies = domains.computeIfAbsent(name, _ -> new HashMap<>());
    }
    replies.computeIfAbsent(reply, _ -> new long[1])[0]++;
  }
}

package milena.bench.result;

import java.util.Locale;

/** Something that a round measures. */
public enum Figure {
  /** Messages that got their 250, by the time from the first connection to the last 250. */
  ACCEPTED_RATE("accepted, messages/s"),
  /** Messages at the sink, by the time from the first connection to the last of them there. */
  DELIVERED_RATE("delivered, messages/s"),
  /** CPU seconds of all processes of the side for 1,000 messages, user and system. */
  CPU_PER_1000("CPU s per 1,000"),
  /** The same of the load generator and the sink. */
  TOOLS_CPU_PER_1000("load tools' CPU s per 1,000"),
  /** The same of everything on the machine: shows what else ran. */
  MACHINE_CPU_PER_1000("machine's CPU s per 1,000"),
  /** The most memory of all processes of the side; what they share counts once. */
  PEAK_PSS_MIB("peak memory, PSS MiB"),
  /** The same with what they share counted in each of them. */
  PEAK_RSS_MIB("peak memory, RSS MiB"),
  /** Final dot to 250 at the saturated rate, median. */
  ACCEPT_P50_MS("accept p50, ms"),
  /** The same, 99th percentile. */
  ACCEPT_P99_MS("accept p99, ms"),
  /** Sent to last byte at the receiver at the saturated rate, median. */
  TRANSIT_P50_MS("sent → received p50, ms"),
  /** The same, 99th percentile. */
  TRANSIT_P99_MS("sent → received p99, ms"),
  /** The rate of the phase at half load, half of what the same round delivered before. */
  HALF_RATE("half load, messages/s"),
  /** Final dot to 250 at half load, median. */
  HALF_ACCEPT_P50_MS("accept p50 at half load, ms"),
  /** The same, 99th percentile. */
  HALF_ACCEPT_P99_MS("accept p99 at half load, ms"),
  /** Sent to last byte at the receiver at half load, median; the accept is within it. */
  HALF_TRANSIT_P50_MS("sent → received p50 at half load, ms"),
  /** The same, 99th percentile. */
  HALF_TRANSIT_P99_MS("sent → received p99 at half load, ms"),
  /** A bare append of 4 KiB and fdatasync in the folder of the data, median. */
  FLUSH_P50_MS("bare 4 KiB append and fdatasync p50, ms"),
  /** Messages of a backlog at the sink, by the time from the first to the last of them there. */
  DRAIN_RATE("backlog drained, messages/s"),
  /** From the sink's start to the first message of the backlog there. */
  DRAIN_WAIT_S("until the first of the backlog, s"),
  /** What Kafka's own producer test reached on the side's broker. */
  PRODUCER_RATE("Kafka's producer test, records/s"),
  /** Messages that reached the sink more than once. */
  DUPLICATES("delivered twice");

  private final String label;

  Figure(String label) {
    this.label = label;
  }

  /** Returns the figure with its unit, for people. */
  public String label() {
    return label;
  }

  /** Returns the name in the file of results. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}

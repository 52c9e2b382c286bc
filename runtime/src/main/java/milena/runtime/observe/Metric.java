package milena.runtime.observe;

import java.util.List;

/**
 * One metric, declared once: its documentation and its registration follow from this record.
 *
 * @param name lower-case words with dots, {@code milena.ingest.accepted}; Prometheus shows it with
 *     underscores and the unit, and counters with {@code _total}
 * @param unit the base unit, empty for a plain count
 * @param description one sentence for the operator
 * @param labels the names of its labels; their values must be few
 */
public record Metric(Kind kind, String name, String unit, String description, List<String> labels) {

  /** How a metric moves. */
  public enum Kind {
    /** Only grows. */
    COUNTER,
    /** Is now what it is. */
    GAUGE,
    /** A distribution of durations, with buckets from 1 ms to 5 min. */
    TIMER,
    /** A distribution of amounts. */
    SUMMARY
  }

  public Metric {
    if (!name.matches("[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)+") || description.isBlank()) {
      throw new IllegalArgumentException("a metric has dotted words and a description: " + name);
    }
    labels = List.copyOf(labels);
  }

  public static Metric counter(String name, String description, String... labels) {
    return new Metric(Kind.COUNTER, name, "", description, List.of(labels));
  }

  public static Metric gauge(String name, String unit, String description, String... labels) {
    return new Metric(Kind.GAUGE, name, unit, description, List.of(labels));
  }

  public static Metric timer(String name, String description, String... labels) {
    return new Metric(Kind.TIMER, name, "seconds", description, List.of(labels));
  }

  public static Metric summary(String name, String unit, String description, String... labels) {
    return new Metric(Kind.SUMMARY, name, unit, description, List.of(labels));
  }
}

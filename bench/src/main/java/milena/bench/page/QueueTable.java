package milena.bench.page;

import java.util.List;
import java.util.Locale;
import milena.bench.result.QueueResults;

/** What much waiting in many queues costs and how that grows, as Markdown. */
public final class QueueTable {
  private QueueTable() {}

  /** Returns the table, with a line about where it was measured. */
  public static String of(QueueResults results) {
    var machine = results.machine();
    return text(
            "Commit `%s`, %s, on %d cores of %s with %,d MiB, %s. Medians of %d rounds of %,d"
                + " messages.",
            results.commit(),
            results.taken(),
            machine.cores(),
            machine.processor(),
            machine.memoryMib(),
            machine.java(),
            results.rounds(),
            results.messages())
        + "\n\n"
        + ComparisonTables.table(
            List.of(
                "waiting",
                "queues",
                "filled, 1/s",
                "heap, MiB (with 1,000)",
                "B of heap a message",
                "delivered, 1/s (with 1,000)",
                "timers late p50, p99, max, ms",
                "first after SIGKILL, s",
                "load average"),
            results.points().stream().map(QueueTable::row).toList());
  }

  private static List<String> row(QueueResults.Point point) {
    var few = point.few();
    var all = point.all();
    var late = point.late();
    return List.of(
        text("%,d", point.waiting()),
        text("%,d", point.queues()),
        text("%,.0f", point.fillRate()),
        text("%.0f (%.0f)", all.heapMib(), few.heapMib()),
        text("%.1f", (all.heapMib() - few.heapMib()) * (1 << 20) / point.waiting()),
        text("%,.0f (%,.0f): %.0f%%", all.rate(), few.rate(), 100 * all.rate() / few.rate()),
        text("%.0f, %.0f, %.0f", late.p50Ms(), late.p99Ms(), late.maxMs()),
        text("%.1f", point.firstReleaseS()),
        text("%.1f", point.loadAverage()));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

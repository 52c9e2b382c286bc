package milena.registry;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What the registry counts. Safe for use by several threads. */
public final class RegistryMeters {
  private static final Metric ANSWERS =
      Metric.counter("milena.registry.answers", "Answers over HTTP, by their status.", "status");
  private static final Metric LEADING =
      Metric.gauge("milena.registry.leading", "", "1 while this registry is the one that writes.");
  private static final Metric SCHEMAS =
      Metric.gauge("milena.registry.schemas", "", "Schemas that have an id.");

  /** Every metric of the registry, for the reference. */
  public static final List<Metric> ALL = List.of(ANSWERS, LEADING, SCHEMAS);

  private final Meters meters;
  private final ConcurrentMap<Integer, Counter> answers = new ConcurrentHashMap<>();

  RegistryMeters(Meters meters) {
    this.meters = meters;
  }

  void watch(BooleanSupplier leading, IntSupplier schemas) {
    meters.gauge(LEADING, leading, leads -> leads.getAsBoolean() ? 1 : 0);
    meters.gauge(SCHEMAS, schemas, IntSupplier::getAsInt);
  }

  void answered(int status) {
    answers
        .computeIfAbsent(status, code -> meters.counter(ANSWERS, Integer.toString(code)))
        .increment();
  }
}

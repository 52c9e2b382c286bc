package milena.runtime.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import milena.runtime.observe.Metric.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of this process. A meter is made of a declared {@link Metric} only, so that none is
 * without a description; asking again for the same one with the same labels gives the same meter.
 */
public final class Meters implements AutoCloseable {

  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000, 300_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private @Nullable JvmGcMetrics collections;

  /** Adds memory, collections, threads, processor, descriptors and uptime of this JVM. */
  public synchronized Meters withJvm() {
    if (collections == null) {
      collections = new JvmGcMetrics();
      collections.bindTo(registry);
      new JvmMemoryMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new ClassLoaderMetrics().bindTo(registry);
      new ProcessorMetrics().bindTo(registry);
      new FileDescriptorMetrics().bindTo(registry);
      new UptimeMetrics().bindTo(registry);
    }
    return this;
  }

  public Counter counter(Metric metric, String... labelValues) {
    return Counter.builder(metric.name())
        .description(metric.description())
        .baseUnit(unit(metric))
        .tags(tags(metric, Kind.COUNTER, labelValues))
        .register(registry);
  }

  public Timer timer(Metric metric, String... labelValues) {
    return Timer.builder(metric.name())
        .description(metric.description())
        .serviceLevelObjectives(BUCKETS)
        .tags(tags(metric, Kind.TIMER, labelValues))
        .register(registry);
  }

  public DistributionSummary summary(Metric metric, String... labelValues) {
    return DistributionSummary.builder(metric.name())
        .description(metric.description())
        .baseUnit(unit(metric))
        .tags(tags(metric, Kind.SUMMARY, labelValues))
        .register(registry);
  }

  /**
   * Registers a gauge that reads its value from an object at every scrape. The object is held
   * strongly, for as long as the process shows the gauge.
   */
  public <T> void gauge(Metric metric, T source, ToDoubleFunction<T> value, String... labelValues) {
    Gauge.builder(metric.name(), () -> value.applyAsDouble(source))
        .description(metric.description())
        .baseUnit(unit(metric))
        .tags(tags(metric, Kind.GAUGE, labelValues))
        .strongReference(true)
        .register(registry);
  }

  /** Everything in the Prometheus text format, version 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  /** For libraries that bring meters of their own, such as the Kafka clients. */
  public MeterRegistry registry() {
    return registry;
  }

  @Override
  public synchronized void close() {
    if (collections != null) {
      collections.close();
    }
    registry.close();
  }

  private static @Nullable String unit(Metric metric) {
    return metric.unit().isEmpty() ? null : metric.unit();
  }

  private static Tags tags(Metric metric, Kind kind, String... values) {
    if (metric.kind() != kind || values.length != metric.labels().size()) {
      throw new IllegalArgumentException(
          "%s is a %s with labels %s".formatted(metric.name(), metric.kind(), metric.labels()));
    }
    var tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(metric.labels().get(i), values[i]);
    }
    return tags;
  }
}

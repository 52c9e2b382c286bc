package milena.runtime.stage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What a stage counts. Written by the stage's thread, read by whoever looks. */
public final class StageMeters {
  private static final Metric RECORDS =
      Metric.counter("milena.stage.records", "Records that the stage has taken up.", "stage");
  private static final Metric COMMITS =
      Metric.timer(
          "milena.stage.commit", "From deciding to commit until the log has all of it.", "stage");
  private static final Metric RESTARTS =
      Metric.counter(
          "milena.stage.restarts",
          "Failures after which it went on from what was committed.",
          "stage");
  private static final Metric PARTITIONS =
      Metric.gauge("milena.stage.partitions", "", "Partitions that the stage works on.", "stage");
  private static final Metric LAG =
      Metric.gauge(
          "milena.stage.lag", "", "Records in its input that it has not read yet.", "stage");
  private static final Metric RESTORING =
      Metric.gauge(
          "milena.stage.restoring",
          "",
          "Partitions whose state is still being read from its changelog.",
          "stage");

  /** Every metric of a stage, for the reference. */
  public static final List<Metric> ALL =
      List.of(RECORDS, COMMITS, RESTARTS, PARTITIONS, LAG, RESTORING);

  private final Counter records;
  private final Timer commits;
  private final Counter restarts;
  private final AtomicInteger partitions = new AtomicInteger();
  private final AtomicLong lag = new AtomicLong();
  private final AtomicInteger restoring = new AtomicInteger();

  StageMeters(Meters meters, String stage) {
    records = meters.counter(RECORDS, stage);
    commits = meters.timer(COMMITS, stage);
    restarts = meters.counter(RESTARTS, stage);
    meters.gauge(PARTITIONS, partitions, AtomicInteger::get, stage);
    meters.gauge(LAG, lag, AtomicLong::get, stage);
    meters.gauge(RESTORING, restoring, AtomicInteger::get, stage);
  }

  void took(int count) {
    records.increment(count);
  }

  void committed(long nanos) {
    commits.record(nanos, TimeUnit.NANOSECONDS);
  }

  void startsOver() {
    restarts.increment();
    stands(0, 0, 0);
  }

  void stands(int partitionCount, int restoringCount, long unread) {
    partitions.set(partitionCount);
    restoring.set(restoringCount);
    lag.set(unread);
  }
}

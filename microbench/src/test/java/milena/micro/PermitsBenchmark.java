package milena.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import milena.limits.lease.Lease;
import milena.limits.lease.Permits;
import milena.limits.lease.Permits.Wish;
import milena.limits.lease.StrictLimit;
import milena.limits.lease.StrictLimit.Count;
import milena.limits.lease.StrictLimit.Rate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is asked for every release: whether limits that several processes share allow it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PermitsBenchmark {
  private static final int MANY = 2_000_000_000;

  /** How many limits an answer has to go by; the last of three is a count. */
  @Param({"0", "1", "3"})
  public int limits;

  private Permits permits = new Permits("one");
  private List<Wish> wishes = List.of();
  private long now;

  /** Has a lease of more than it can take in that time, renewed every 100 ms. */
  @Benchmark
  public long take() {
    if (now++ % 100 == 0) {
      renew();
    }
    long wait = permits.take(wishes, now);
    permits.giveBack(wishes);
    return wait;
  }

  private void renew() {
    if (wishes.size() != limits) {
      wishes = IntStream.range(0, limits).mapToObj(i -> new Wish(limit(i), 1)).toList();
    }
    permits.take(wishes, now);
    long serial = 0;
    for (var ask : permits.asks(now)) {
      permits.apply(
          new Lease(ask.limit().name(), "one", now, ++serial, MANY, 1_000, MANY, MANY), now);
    }
  }

  private static StrictLimit limit(int which) {
    return which == 2
        ? new Count("count", MANY, 0, 1)
        : new Rate("rate" + which, MANY, 1_000, MANY, 1);
  }
}

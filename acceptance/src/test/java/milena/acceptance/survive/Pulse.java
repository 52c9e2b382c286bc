package milena.acceptance.survive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who has nothing to do with what goes on: sends a message over a new connection every
 * tenth of a second, and notes how long it took, from the connection to the 250.
 */
final class Pulse implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(100);

  private final InetSocketAddress door;
  private final List<Probe> beats = new ArrayList<>();
  private final Thread thread;
  private long sent;
  private volatile boolean closed;

  /**
   * What was noted over some time.
   *
   * @param count of messages, at least one
   * @param failures what was heard in place of a 250
   */
  record Beats(int count, Duration median, Duration p99, Duration worst, List<String> failures) {

    private static Beats of(List<Probe> probes) {
      if (probes.isEmpty()) {
        throw new AssertionError("not one message in that time");
      }
      var times = probes.stream().map(Probe::took).sorted().toList();
      return new Beats(
          times.size(),
          times.get(times.size() / 2),
          times.get((int) (times.size() * 0.99)),
          times.getLast(),
          probes.stream().map(Probe::reply).filter(reply -> !reply.startsWith("250")).toList());
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d messages, median %d ms, p99 %d ms, worst %d ms, %d failed",
          count,
          median.toMillis(),
          p99.toMillis(),
          worst.toMillis(),
          failures.size());
    }
  }

  /** Begins at once. */
  Pulse(InetSocketAddress door) {
    this.door = door;
    this.thread = Thread.ofPlatform().daemon().name("pulse").start(this::beat);
  }

  private void beat() {
    while (!closed) {
      var probe = probe();
      synchronized (beats) {
        beats.add(probe);
      }
      LockSupport.parkNanos(EVERY.toNanos());
    }
  }

  private Probe probe() {
    long start = System.nanoTime();
    try {
      return Probe.send(door, "pulse-" + sent++ + "@probe.test");
    } catch (IOException failed) {
      return new Probe(failed.toString(), Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** What it has noted since it was asked last, or since the beginning. */
  Beats take() {
    synchronized (beats) {
      var taken = Beats.of(beats);
      beats.clear();
      return taken;
    }
  }

  /** What comes next is a matter of its own. */
  void forget() {
    synchronized (beats) {
      beats.clear();
    }
  }

  /** Waits for that long and tells of it. */
  Beats during(Duration time) throws InterruptedException {
    forget();
    Thread.sleep(time);
    return take();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

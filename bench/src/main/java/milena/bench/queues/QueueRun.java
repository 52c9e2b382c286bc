package milena.bench.queues;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import milena.bench.compare.Arrivals;
import milena.bench.compare.Folders;
import milena.bench.host.ThisMachine;
import milena.bench.load.LoadEnvelope;
import milena.bench.load.LoadPace;
import milena.bench.measure.LatencySummary;
import milena.bench.result.QueueResults;
import milena.bench.rig.MilenaNode;
import milena.bench.rig.Ports;
import milena.bench.rig.WorkingCopy;

/** One run over all sizes. */
public final class QueueRun {
  private static final QueueSize FEW = new QueueSize(1_000, 40);
  private static final int RECIPIENTS = 100;
  private static final int CONNECTIONS = 20;
  private static final int TIMED = 2_000;
  private static final Duration TIMED_OVER = Duration.ofSeconds(10);
  private static final Duration HOLD = Duration.ofSeconds(15);
  private static final int DUE_MEANWHILE = 200;
  private static final Duration SHORT_HOLD = Duration.ofSeconds(3);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int LOOKS_A_LINE = 10;
  private static final int LOOKS_WITHOUT_MORE = 120;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private final QueueOrder order;
  private final Consumer<String> progress;

  /**
   * Makes one that has not begun.
   *
   * @param progress is told in a line what goes on
   */
  public QueueRun(QueueOrder order, Consumer<String> progress) {
    this.order = order;
    this.progress = progress;
  }

  /**
   * Measures every size.
   *
   * @throws IOException when Milena fails, or a message does not arrive
   * @throws InterruptedException when the thread is interrupted
   */
  public QueueResults run() throws IOException, InterruptedException {
    Files.createDirectories(order.folder());
    var points = new ArrayList<QueueResults.Point>();
    for (var size : order.sizes()) {
      points.add(measure(size));
    }
    return new QueueResults(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        WorkingCopy.commit(order.home(), order.folder(), progress),
        ThisMachine.describe(order.folder()),
        order.messages(),
        order.rounds(),
        points);
  }

  private QueueResults.Point measure(QueueSize size) throws IOException, InterruptedException {
    var folder = order.folder().resolve("queues-" + size.waiting());
    Folders.remove(folder);
    Files.createDirectories(folder);
    try (var others = new Others(Ports.free())) {
      var routes = folder.resolve("routes.txt");
      Files.writeString(routes, others.route());
      try (var node = MilenaNode.start(order.launcher(), folder, routes)) {
        return measure(size, node, others);
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private QueueResults.Point measure(QueueSize size, MilenaNode node, Others others)
      throws IOException, InterruptedException {
    tell(size, "warming up");
    others.pass(node.smtp(), order.messages());
    fill(FEW, FEW.waiting(), node);
    double fewRate = rate(node, others);
    double fewHeap = node.heapMib();
    tell(size, "%,.0f/s beside %,d that wait, heap %.0f MiB", fewRate, FEW.waiting(), fewHeap);
    double fillRate = fill(size, FEW.waiting() + size.waiting(), node);
    double heap = node.heapMib();
    tell(size, "filled at %,.0f/s, heap %.0f MiB", fillRate, heap);
    double rate = rate(node, others);
    tell(size, "%,.0f/s beside all that waits", rate);
    var late = others.held(node.smtp(), TIMED, TIMED_OVER, HOLD);
    tell(size, "timers late by: %s", late.toText());
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    double first = firstAfterKill(node, others);
    tell(size, "first release %.1f s after the start that followed a kill", first);
    return new QueueResults.Point(
        size.waiting(),
        size.queues(),
        fillRate,
        new QueueResults.Beside(fewHeap, fewRate),
        new QueueResults.Beside(heap, rate),
        lateness(late),
        first,
        load);
  }

  private static QueueResults.Lateness lateness(LatencySummary late) {
    return new QueueResults.Lateness(
        late.count(),
        late.p50() / NANOS_PER_MILLI,
        late.p99() / NANOS_PER_MILLI,
        late.max() / NANOS_PER_MILLI);
  }

  private double rate(MilenaNode node, Others others) throws IOException, InterruptedException {
    var rates = new ArrayList<Double>();
    for (int round = 0; round < order.rounds(); round++) {
      rates.add(others.pass(node.smtp(), order.messages()));
    }
    rates.sort(Double::compare);
    return rates.get(rates.size() / 2);
  }

  /** Sends what is to wait, and returns how much of it was taken up a second when all waits. */
  private double fill(QueueSize size, long until, MilenaNode node)
      throws IOException, InterruptedException {
    int messages = size.waiting() / RECIPIENTS;
    var envelope = LoadEnvelope.to(domains(size.queues())).withRecipientsPerMessage(RECIPIENTS);
    long began = System.nanoTime();
    Others.send(node.smtp(), LoadPace.of(messages, Math.min(messages, CONNECTIONS)), envelope);
    double waiting = node.waiting();
    int looks = 0;
    int without = 0;
    while (waiting < until) {
      Thread.sleep(BETWEEN_LOOKS);
      double now = node.waiting();
      without = now > waiting ? 0 : without + 1;
      waiting = now;
      if (++looks % LOOKS_A_LINE == 0) {
        tell(size, "%,.0f of %,d wait", waiting, until);
      }
      if (without > LOOKS_WITHOUT_MORE) {
        throw new IOException(
            "%,.0f of %,d wait, and none more for %d s"
                .formatted(waiting, until, LOOKS_WITHOUT_MORE));
      }
    }
    return size.waiting() / seconds(began);
  }

  private static List<String> domains(int queues) {
    return IntStream.range(0, queues)
        .mapToObj(number -> String.format(Locale.ROOT, "w%06d.test", number))
        .toList();
  }

  /** Some are due while nothing runs; returns after how many seconds the first of them leaves. */
  private double firstAfterKill(MilenaNode node, Others others)
      throws IOException, InterruptedException {
    others.sendHeld(node.smtp(), LoadPace.of(DUE_MEANWHILE, CONNECTIONS), SHORT_HOLD);
    node.kill();
    Thread.sleep(SHORT_HOLD);
    others.forget();
    long began = System.nanoTime();
    node.launch();
    Arrivals.await(others::arrived, 1);
    double first = seconds(began);
    Arrivals.await(others::arrived, DUE_MEANWHILE);
    return first;
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / NANOS_PER_SECOND;
  }

  private void tell(QueueSize size, String format, Object... values) {
    progress.accept(
        String.format(Locale.ROOT, "%,d in %,d queues: ", size.waiting(), size.queues())
            + String.format(Locale.ROOT, format, values));
  }
}

package milena.bench.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import milena.bench.measure.BenchStamp;
import milena.bench.measure.LineFile;
import org.jspecify.annotations.Nullable;

/** One run of the load generator: carries out a plan and reports what became of it. */
public final class Load {
  private static final double NANOS_PER_SECOND = 1e9;

  private final LoadPlan plan;
  private final InstantSource clock;
  private volatile boolean stopped;

  /**
   * Makes a run that has not begun.
   *
   * @param clock what messages are stamped with: the wall clock that the sink compares with
   */
  public Load(LoadPlan plan, InstantSource clock) {
    this.plan = plan;
    this.clock = clock;
  }

  /**
   * Sends everything and returns when every message has its outcome, the target was away for the
   * plan's whole patience, or {@link #stop} was called.
   *
   * @param progress is told once a second how far the run has come, on the calling thread
   * @throws IOException when the file of what was accepted cannot be created
   * @throws InterruptedException when the thread is interrupted; nothing is sent any more then
   */
  public LoadReport run(Consumer<LoadProgress> progress) throws IOException, InterruptedException {
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            plan.pace().threads(),
            new DefaultThreadFactory("load", true),
            NioIoHandler.newFactory());
    var pacer = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("load-pacer", true));
    pacer.setRemoveOnCancelPolicy(true);
    Path path = plan.acked();
    try (LineFile acked = path == null ? null : LineFile.create(path)) {
      String run = Long.toHexString(BenchStamp.epochNanos(clock.instant()));
      var shared = new LoadLane.Shared(plan, clock, System::nanoTime, run, acked, pacer);
      return run(loops, shared, progress);
    } finally {
      pacer.shutdownNow();
      loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  /** Ends the run early, within a second; safe to call from any thread, also before it begins. */
  public void stop() {
    stopped = true;
  }

  private LoadReport run(
      EventLoopGroup loops, LoadLane.Shared shared, Consumer<LoadProgress> progress)
      throws InterruptedException {
    var lanes = new ArrayList<LoadLane>();
    for (int i = 0; i < plan.pace().threads(); i++) {
      lanes.add(new LoadLane(shared, i, loops.next()));
    }
    // Only now: the lanes have made the text that they send from.
    long start = System.nanoTime();
    Instant started = clock.instant();
    List<CompletableFuture<LoadTally>> tallies = lanes.stream().map(LoadLane::start).toList();
    await(tallies, lanes, progress, start);
    var total = new LoadTally();
    total.lastNanos = start;
    tallies.forEach(tally -> total.add(tally.join()));
    LineFile acked = shared.acked();
    if (acked != null) {
      acked.flush();
    }
    return report(total, started, (total.lastNanos - start) / NANOS_PER_SECOND, acked);
  }

  private void await(
      List<CompletableFuture<LoadTally>> tallies,
      List<LoadLane> lanes,
      Consumer<LoadProgress> progress,
      long start)
      throws InterruptedException {
    var all = CompletableFuture.allOf(tallies.toArray(CompletableFuture[]::new));
    while (!all.isDone()) {
      if (stopped) {
        lanes.forEach(LoadLane::stop);
      }
      try {
        all.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException running) {
        progress.accept(progress(lanes, (System.nanoTime() - start) / NANOS_PER_SECOND));
      } catch (ExecutionException impossible) {
        throw new IllegalStateException("a lane ended with an error", impossible);
      }
    }
  }

  private LoadProgress progress(List<LoadLane> lanes, double seconds) {
    List<LoadLane.Progress> each = lanes.stream().map(LoadLane::progress).toList();
    return new LoadProgress(
        plan.pace().messages(),
        each.stream().mapToLong(LoadLane.Progress::sent).sum(),
        each.stream().mapToLong(LoadLane.Progress::accepted).sum(),
        seconds);
  }

  private LoadReport report(
      LoadTally total, Instant started, double seconds, @Nullable LineFile acked) {
    return new LoadReport(
        new LoadReport.Messages(
            plan.pace().messages(),
            total.accepted,
            total.refused,
            Map.copyOf(total.refusals),
            Map.copyOf(total.said),
            total.lost,
            total.unanswered,
            total.resent),
        new LoadReport.Recipients(total.acceptedRecipients, Map.copyOf(total.recipientRefusals)),
        new LoadReport.Connections(
            total.connections, total.connectionFailures, Map.copyOf(total.entryRefusals)),
        started,
        seconds,
        total.acceptLatency.summary(),
        total.totalLatency.summary(),
        acked == null || acked.complete());
  }
}

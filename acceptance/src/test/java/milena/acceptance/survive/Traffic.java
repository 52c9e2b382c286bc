package milena.acceptance.survive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import milena.bench.load.Load;
import milena.bench.load.LoadContent;
import milena.bench.load.LoadEnvelope;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPatience;
import milena.bench.load.LoadPlan;
import milena.bench.load.LoadReport;

/**
 * Clients that send mail in the background and note what was acknowledged. A message that got
 * another reply, or none, is not sent again: whatever comes twice was doubled by the system.
 */
final class Traffic implements AutoCloseable {

  /** One in ten is deferred first, one in ten goes where every third recipient is unknown. */
  static final List<String> DOMAINS =
      Stream.concat(
              Stream.of("defer.test", "reject.test"),
              Stream.of("a", "b", "c", "d", "e", "f", "g", "h").map(name -> name + ".accept.test"))
          .toList();

  private static final int UNKNOWN_EVERY = 3;
  private static final Duration OUTAGE = Duration.ofMinutes(2);
  private static final Duration REPLY = Duration.ofMinutes(1);

  private final Path folder;
  private final List<InetSocketAddress> doors;
  private final List<Load> loads = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final List<CompletableFuture<LoadReport>> runs = new ArrayList<>();

  /** Mail to one door, or to each of several. */
  Traffic(Path folder, InetSocketAddress... doors) {
    this.folder = folder;
    this.doors = List.of(doors);
  }

  /** Begins to send messages of one size; several may be under way at a time. */
  Traffic begin(long messages, int sizeBytes, int connections) {
    return begin(sizeBytes, LoadPace.of(messages, connections));
  }

  /** Begins to send messages of one size at a pace, to each door. */
  Traffic begin(int sizeBytes, LoadPace pace) {
    doors.forEach(door -> begin(door, sizeBytes, pace));
    return this;
  }

  private void begin(InetSocketAddress smtp, int sizeBytes, LoadPace pace) {
    var acked = folder.resolve("acked-" + smtp.getPort() + "-" + files.size());
    var plan =
        LoadPlan.to(smtp)
            .withPace(pace)
            .withEnvelope(LoadEnvelope.to(DOMAINS).withUnknownEvery(UNKNOWN_EVERY))
            .withContent(new LoadContent(sizeBytes, 1))
            .withPatience(new LoadPatience(0, OUTAGE, REPLY))
            .withAcked(acked);
    var load = new Load(plan, InstantSource.system());
    files.add(acked);
    loads.add(load);
    runs.add(
        CompletableFuture.supplyAsync(
            () -> run(load), task -> Thread.ofPlatform().name("traffic").daemon().start(task)));
  }

  private static LoadReport run(Load load) {
    try {
      return load.run(progress -> {});
    } catch (IOException | InterruptedException failure) {
      throw new CompletionException(failure);
    }
  }

  /** The files of what was acknowledged. */
  List<Path> acknowledgements() {
    return List.copyOf(files);
  }

  /** How many recipients were acknowledged, as of some 200 ms ago. */
  long acknowledged() {
    long lines = 0;
    for (var file : files) {
      if (Files.exists(file)) {
        try (var text = Files.lines(file)) {
          lines += text.count();
        } catch (IOException failure) {
          throw new AssertionError("cannot read " + file, failure);
        }
      }
    }
    return lines;
  }

  boolean isOver() {
    return runs.stream().allMatch(CompletableFuture::isDone);
  }

  /** Waits until every message has had its reply or lost its connection. */
  List<LoadReport> end() {
    return runs.stream().map(CompletableFuture::join).toList();
  }

  /** Sends no more; a message whose reply is under way then stays without it. */
  void stop() {
    loads.forEach(Load::stop);
  }

  @Override
  public void close() {
    stop();
  }
}

package milena.acceptance.survive;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Clients that are connected all at the same time, from several addresses of the loopback net. */
final class Crowd implements AutoCloseable {

  /** A server lets in 2,000 from one address. */
  private static final int FROM_ADDRESS = 1_900;

  /** So many do something at a time: more would only wait for the two ends' processors. */
  private static final int AT_ONCE = 16;

  private final List<SmtpLine> lines;

  private Crowd(List<SmtpLine> lines) {
    this.lines = lines;
  }

  /** How a client gets to where it waits. */
  @FunctionalInterface
  interface Way {
    SmtpLine in(int number, InetAddress from) throws IOException;
  }

  /** What a client does. */
  @FunctionalInterface
  interface Deed {
    String by(SmtpLine line, int number) throws IOException;
  }

  /** Returns when so many clients are where their way ends. */
  static Crowd gather(int size, Way way) throws InterruptedException {
    var tasks = new ArrayList<Callable<SmtpLine>>(size);
    for (int each = 0; each < size; each++) {
      int number = each;
      tasks.add(() -> way.in(number, address(number)));
    }
    return new Crowd(all(tasks));
  }

  private static InetAddress address(int number) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + number / FROM_ADDRESS)});
  }

  /** Has each do something, and returns what they heard. */
  List<String> each(Deed deed) throws InterruptedException {
    var tasks = new ArrayList<Callable<String>>(lines.size());
    for (int each = 0; each < lines.size(); each++) {
      int number = each;
      tasks.add(() -> deed.by(lines.get(number), number));
    }
    return all(tasks);
  }

  private static <T> List<T> all(List<Callable<T>> tasks) throws InterruptedException {
    var turns = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<T>>(tasks.size());
      for (var task : tasks) {
        turns.acquire();
        running.add(
            threads.submit(
                () -> {
                  try {
                    return task.call();
                  } finally {
                    turns.release();
                  }
                }));
      }
      var results = new ArrayList<T>(tasks.size());
      for (var each : running) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException failed) {
      throw new AssertionError("one of the crowd failed", failed.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    for (var line : lines) {
      line.close();
    }
  }
}

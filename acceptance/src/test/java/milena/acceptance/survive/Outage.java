package milena.acceptance.survive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import milena.bench.load.Load;
import milena.bench.load.LoadContent;
import milena.bench.load.LoadEnvelope;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPlan;
import milena.bench.sink.Sink;
import milena.bench.sink.SinkConfig;
import org.jspecify.annotations.Nullable;

/** A destination that is there at times, and much mail for it. */
final class Outage implements AutoCloseable {

  private static final String DOMAIN = "a.accept.test";
  private static final int CONNECTIONS = 20;
  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  private final InetSocketAddress address = Processes.freeAddress();
  private @Nullable Sink sink;

  /** Where it listens when it is there. */
  InetSocketAddress address() {
    return address;
  }

  /** It is there, and has seen nothing yet. */
  void end() throws IOException {
    var back = new Sink(SinkConfig.sandbox(), InstantSource.system());
    back.start(address.getAddress().getHostAddress(), address.getPort());
    sink = back;
  }

  /** It is away: whoever connects is refused. */
  void begin() {
    if (sink != null) {
      sink.close();
      sink = null;
    }
  }

  /** Deliveries since it is there. */
  long deliveries() {
    return sink == null ? 0 : sink.deliveries();
  }

  /** Waits until so many were delivered, and returns the monotonic time at which they were, ns. */
  long awaitDelivered(long count, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (deliveries() < count) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError(deliveries() + " of " + count + " delivered in " + patience);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return System.nanoTime();
  }

  /**
   * Sends mail for it, and returns when all was acknowledged.
   *
   * @throws AssertionError when some was not
   */
  static void send(Node node, int messages, int recipients, int sizeBytes)
      throws IOException, InterruptedException {
    var plan =
        LoadPlan.to(node.smtp())
            .withPace(LoadPace.of(messages, CONNECTIONS))
            .withEnvelope(LoadEnvelope.to(List.of(DOMAIN)).withRecipientsPerMessage(recipients))
            .withContent(new LoadContent(sizeBytes, 1));
    var report = new Load(plan, InstantSource.system()).run(progress -> {});
    if (report.messages().accepted() != messages) {
      throw new AssertionError("not all accepted: " + report.toText());
    }
  }

  @Override
  public void close() {
    begin();
  }
}

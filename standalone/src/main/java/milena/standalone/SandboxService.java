package milena.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import milena.bench.sink.Sink;
import milena.bench.sink.SinkConfig;
import milena.bench.sink.SinkReport;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** The built-in sink as a service: several kinds of destination, by the recipient's domain. */
final class SandboxService implements Service {
  private static final String LOOPBACK = "127.0.0.1";

  private volatile @Nullable Sink sink;
  private volatile @Nullable InetSocketAddress address;

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public void start() throws IOException {
    var starting = new Sink(SinkConfig.sandbox(), InstantSource.system());
    address = starting.start(LOOPBACK, 0);
    sink = starting;
  }

  /** Where it listens; there once it was started. */
  InetSocketAddress address() {
    var bound = address;
    if (bound == null) {
      throw new IllegalStateException("the sandbox has not been started");
    }
    return bound;
  }

  /** What it has seen. */
  SinkReport report() {
    var running = sink;
    if (running == null) {
      throw new IllegalStateException("the sandbox has not been started");
    }
    return running.report();
  }

  @Override
  public void stop(Deadline deadline) {
    var running = sink;
    if (running != null) {
      running.close();
    }
  }
}

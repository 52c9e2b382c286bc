package milena.runtime.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Service;
import milena.runtime.listen.SmallHttp;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP listener for those who watch: {@code /health} and {@code /metrics}, GET only.
 *
 * <p>{@code /health} answers 200 while the process is ready and 503 while it is not; {@code
 * /health/live} answers 503 only when a new start is needed, which is what a supervisor restarts
 * on. Clients that dawdle are cut off, and keep no others from being answered before.
 */
public final class HealthEndpoint implements Service {

  private static final int BACKLOG = 16;
  private static final int THREADS = 32;
  private static final int WAITING = 64;

  private final HostPort listen;
  private final Meters meters;
  private final Supplier<HealthReport> health;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService workers;

  /**
   * Takes what it shows.
   *
   * @param listen where to listen; port 0 takes a free one, see {@link #address}
   * @param health asked at every request
   */
  public HealthEndpoint(HostPort listen, Meters meters, Supplier<HealthReport> health) {
    this.listen = listen;
    this.meters = meters;
    this.health = health;
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public void start() throws IOException {
    var starting = bind();
    var threads = threads();
    starting.setExecutor(threads);
    starting.createContext("/", get(_ -> new Answer(404, "text/plain", "see /health, /metrics\n")));
    starting.createContext("/health", get(this::healthAnswer));
    starting.createContext(
        "/metrics", get(_ -> new Answer(200, "text/plain; version=0.0.4", meters.scrape())));
    starting.start();
    server = starting;
    workers = threads;
  }

  /** A thread waits for each client that is slow, so there are many more than would be needed. */
  private static ExecutorService threads() {
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("http-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private HttpServer bind() throws IOException {
    try {
      return SmallHttp.bind(listen.toSocketAddress(), BACKLOG);
    } catch (BindException taken) {
      throw new IOException("cannot listen on " + listen + ": " + taken.getMessage(), taken);
    }
  }

  /** Where it listens; with the real port once started. */
  public HostPort address() {
    var started = server;
    return started == null ? listen : listen.withPort(started.getAddress().getPort());
  }

  @Override
  public void stop(Deadline deadline) {
    var stopping = server;
    if (stopping != null) {
      stopping.stop(0);
      server = null;
    }
    if (workers != null) {
      workers.shutdownNow();
      workers = null;
    }
  }

  private record Answer(int status, String type, String body) {}

  private interface Page {
    Answer answer(String path);
  }

  private Answer healthAnswer(String path) {
    var report = health.get();
    var good = path.equals("/health/live") ? report.isLive() : report.isReady();
    return new Answer(good ? 200 : 503, "application/json", report.toJson());
  }

  private static HttpHandler get(Page page) {
    return exchange -> {
      try (exchange) {
        if (!exchange.getRequestMethod().equals("GET")) {
          exchange.getResponseHeaders().set("Allow", "GET");
          send(exchange, new Answer(405, "text/plain", "GET only\n"));
          return;
        }
        send(exchange, page.answer(exchange.getRequestURI().getPath()));
      }
    };
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    var body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
  }
}

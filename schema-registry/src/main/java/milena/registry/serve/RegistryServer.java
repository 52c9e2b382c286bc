package milena.registry.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;
import milena.registry.fold.Refusal;
import milena.registry.log.SchemaLog;
import milena.registry.write.Writer;
import milena.runtime.listen.SmallHttp;
import milena.schemas.registry.Credentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections on one address. Threads, waiting requests and the size of a request are
 * bounded; a client that sends or reads slowly is cut off.
 */
public final class RegistryServer implements AutoCloseable {
  static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  static final int LARGEST_BODY = 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
  private static final int THREADS = 8;
  private static final int WAITING = 64;
  private static final int BACKLOG = 128;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Optional<byte[]> expected;
  private final IntConsumer answered;
  private Optional<LeaderCall> leader = Optional.empty();

  private RegistryServer(
      HttpServer server, Optional<Credentials> credentials, IntConsumer answered) {
    this.server = server;
    this.answered = answered;
    this.expected = credentials.map(known -> known.header().getBytes(StandardCharsets.UTF_8));
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("registry-http-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
  }

  /**
   * Binds an address, port 0 for a free one. Nothing is answered before {@link #serve}.
   *
   * @param credentials what clients must show; empty for no check
   * @throws IOException when the address is taken or not ours
   */
  public static RegistryServer bind(InetSocketAddress address, Optional<Credentials> credentials)
      throws IOException {
    return bind(address, credentials, status -> {});
  }

  /** The same; {@code answered} is told the status of every answer. */
  public static RegistryServer bind(
      InetSocketAddress address, Optional<Credentials> credentials, IntConsumer answered)
      throws IOException {
    return new RegistryServer(SmallHttp.bind(address, BACKLOG), credentials, answered);
  }

  /** Where it is bound. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /**
   * Answers from here on.
   *
   * @param ownUrl the address that the writer gives to other registries
   * @param sole whether no other registry can be on this log
   */
  public void serve(SchemaLog log, Writer writer, String ownUrl, boolean sole) {
    var call = new LeaderCall(log::ledger, ownUrl);
    leader = Optional.of(call);
    var table = new Api(log, sole, new Changes(writer, call));
    serve(table::answer);
  }

  private void serve(Function<Request, Answer> api) {
    server.createContext("/", exchange -> handle(exchange, api));
    server.start();
  }

  private void handle(HttpExchange exchange, Function<Request, Answer> api) throws IOException {
    try (exchange) {
      var answer = answer(exchange, api);
      answered.accept(answer.status());
      exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
      if (answer.status() == 401) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"schemas\"");
      }
      boolean silent = exchange.getRequestMethod().equals("HEAD");
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), silent ? -1 : body.length);
      if (!silent) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(HttpExchange exchange, Function<Request, Answer> api) throws IOException {
    var headers = exchange.getRequestHeaders();
    var page =
        WebPages.objection(
            exchange.getRequestMethod(),
            headers.containsKey("Origin"),
            headers.getFirst("Content-Type"));
    if (page.isPresent()) {
      return Answer.refused(page.get());
    }
    var authorization = headers.getFirst("Authorization");
    if (expected.isPresent()) {
      var given = authorization == null ? "" : authorization;
      if (!MessageDigest.isEqual(expected.get(), given.getBytes(StandardCharsets.UTF_8))) {
        return Answer.refused(new Refusal(401, "HTTP 401 Unauthorized"));
      }
    }
    var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      return Answer.refused(
          new Refusal(413, "HTTP 413 a request holds at most " + LARGEST_BODY + " bytes"));
    }
    try {
      var text = new String(body, StandardCharsets.UTF_8);
      var sender = new Request.Sender(authorization, headers.containsKey(LeaderCall.FORWARDED));
      return api.apply(
          Request.of(exchange.getRequestMethod(), exchange.getRequestURI(), text, sender));
    } catch (IllegalArgumentException e) {
      return Answer.refused(new Refusal(400, "HTTP 400 Bad Request"));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("request failed method={}", exchange.getRequestMethod(), e);
      return Answer.refused(new Refusal(50001, "Error in the backend data store"));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    leader.ifPresent(LeaderCall::close);
  }
}

package milena.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import milena.http.compose.Lanes;
import milena.http.follow.FollowLimits;
import milena.http.follow.Lookups;
import milena.http.listen.ApiListener;
import milena.http.listen.ApiMeters;
import milena.http.listen.ListenSettings;
import milena.http.login.Entrance;
import milena.http.submit.Submitter;
import milena.limits.share.Shares;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.observe.Meters;
import milena.tenants.LoginSettings;
import milena.tenants.Logins;
import milena.tenants.book.Credential;
import milena.tenants.book.Roster;
import milena.tenants.book.Tenant;
import milena.tenants.guess.GuessLimits;
import milena.tenants.rate.TenantRates;
import org.slf4j.LoggerFactory;

/** Real sockets before a log in memory. */
final class ApiRig {

  static final byte[] SECRET = "a salt of enough bytes".getBytes(StandardCharsets.US_ASCII);
  private static final GuessLimits GUESSES =
      new GuessLimits(
          1 << 10,
          Duration.ofHours(1),
          20,
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          50,
          Duration.ofMinutes(1),
          Duration.ofMillis(5),
          Duration.ofMillis(50));
  static final FollowLimits LIMITS = new FollowLimits(3, 2, Duration.ofSeconds(10), 50, 20_000);
  private static final ObjectMapper JSON = new ObjectMapper();

  final MemoryLog log = new MemoryLog();
  final MemoryDesk desk = new MemoryDesk();
  final MemoryEvents events = new MemoryEvents();
  final AtomicBoolean storage = new AtomicBoolean(true);
  final AtomicReference<Optional<Roster>> roster =
      new AtomicReference<>(Optional.of(new Roster("default", Map.of(), Map.of())));
  final Meters meters = new Meters();
  final Shares shares = new Shares("here");
  final TenantRates rates;
  final Path folder;
  final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final ApiListener listener;
  private final Logins logins;
  private final Lanes lanes = new Lanes(4);
  private final HttpClient client = HttpClient.newHttpClient();

  ApiRig(Path folder) throws Exception {
    this(folder, UnaryOperator.identity());
  }

  ApiRig(Path folder, UnaryOperator<ListenSettings> change) throws Exception {
    this.folder = folder;
    this.rates = new TenantRates(roster::get, shares, () -> 0, () -> {});
    var settings = change.apply(ListenSettings.defaults(new HostPort("127.0.0.1", 0), folder));
    var config = HttpConfig.defaults(settings, "mx.example.net");
    logins =
        new Logins(
            new LoginSettings(2, 64, 100, Duration.ofMinutes(5), GUESSES),
            SECRET,
            new Logins.Surroundings(roster::get, InstantSource.system(), System::nanoTime, meters));
    listener = new ApiListener(settings);
    var submitter = new Submitter(log, config.log(), config.hostname());
    var way = new InjectWay(config, submitter, storage::get, rates, InstantSource.system(), lanes);
    listener.bind(
        HttpService.withDesk(
            HttpService.endpoints(way::inject, new FollowWay(new Lookups(events, LIMITS))),
            Optional.of(desk)),
        new Entrance(logins, roster::get, config.tenant(), config.trusted()),
        Optional.empty(),
        new ApiMeters(meters));
    logged.start();
    ((Logger) LoggerFactory.getLogger("milena")).addAppender(logged);
  }

  void know(List<Tenant> tenants, List<Credential> credentials) {
    var byName = new HashMap<String, Tenant>();
    tenants.forEach(one -> byName.put(one.name(), one));
    var byId = new HashMap<String, Credential>();
    credentials.forEach(one -> byId.put(one.id(), one));
    roster.set(Optional.of(new Roster("default", byName, byId)));
  }

  HttpResponse<String> post(String body, String... headers) throws Exception {
    return send(
        "/api/inject/v1",
        HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(path, HttpRequest.newBuilder().GET(), headers);
  }

  HttpResponse<String> send(String path, HttpRequest.Builder request, String... headers)
      throws Exception {
    request
        .uri(URI.create(base() + path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HostPort address() {
    return listener.address();
  }

  String base() {
    return "http://" + address();
  }

  Socket socket() throws IOException {
    var socket = new Socket(listener.address().host(), listener.address().port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  /** Each message in the log, as text. */
  List<String> messages() {
    return log.submittals.stream().map(log::message).toList();
  }

  List<String> errorsLogged() {
    return logged.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .map(event -> event.getFormattedMessage() + " " + event.getThrowableProxy())
        .toList();
  }

  void close() throws Exception {
    ((Logger) LoggerFactory.getLogger("milena")).detachAppender(logged);
    listener.drain(Deadline.after(Duration.ofMillis(500), System::nanoTime));
    listener.shutdown();
    lanes.close();
    client.close();
    logins.close();
    meters.close();
  }
}

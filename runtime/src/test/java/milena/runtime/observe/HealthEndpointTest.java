package milena.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.LifecycleState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {

  private static final Metric ACCEPTED =
      Metric.counter("milena.test.accepted", "Messages accepted.", "tenant");

  private volatile HealthReport report =
      new HealthReport(new LifecycleState.Running(), Map.of("ingest", Health.ready()));
  private final Meters meters = new Meters().withJvm();
  private final HealthEndpoint endpoint =
      new HealthEndpoint(new HostPort("127.0.0.1", 0), meters, () -> report);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    endpoint.start();
  }

  @AfterEach
  void stop() {
    endpoint.stop(Deadline.after(Duration.ofSeconds(1), System::nanoTime));
    meters.close();
    client.close();
  }

  @Test
  void shouldAnswerReadyWhileEveryServiceIs() throws Exception {
    // When
    var answer = get("/health");

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"state\":\"running\",\"live\":true,\"ready\":true,"
                + "\"services\":{\"ingest\":{\"status\":\"ready\"}}}\n");
  }

  @Test
  void shouldTellNotReadyFromDead() throws Exception {
    // When
    report = with(Health.notReady("log \"away\""));
    var notReady = get("/health");
    var stillLive = get("/health/live");
    report = with(Health.dead("broker stopped"));
    var dead = get("/health/live");

    // Then
    assertThat(notReady.statusCode()).isEqualTo(503);
    assertThat(notReady.body()).contains("\"reason\":\"log \\\"away\\\"\"");
    assertThat(stillLive.statusCode()).isEqualTo(200);
    assertThat(dead.statusCode()).isEqualTo(503);
  }

  @Test
  void shouldShowDeclaredMetricsAndTheJvm() throws Exception {
    // Given
    meters.counter(ACCEPTED, "default").increment(3);

    // When
    var answer = get("/metrics");

    // Then
    assertThat(answer.body())
        .contains("# HELP milena_test_accepted_total Messages accepted.")
        .contains("milena_test_accepted_total{tenant=\"default\"} 3.0")
        .contains("jvm_memory_used_bytes")
        .contains("process_uptime_seconds");
    assertThat(MetricsReference.prometheusName(ACCEPTED)).isEqualTo("milena_test_accepted_total");
  }

  @Test
  void shouldRefuseAMeterThatDoesNotFitItsDeclaration() {
    assertThatThrownBy(() -> meters.counter(ACCEPTED)).hasMessageContaining("labels [tenant]");
    assertThatThrownBy(() -> meters.timer(ACCEPTED, "x")).hasMessageContaining("COUNTER");
  }

  @Test
  void shouldRefuseOtherMethodsAndUnknownPages() throws Exception {
    // When
    var post =
        client.send(
            HttpRequest.newBuilder(uri("/health")).POST(BodyPublishers.ofString("x")).build(),
            BodyHandlers.ofString());

    // Then
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void shouldNameTheAddressThatIsTaken() {
    // Given
    var second = new HealthEndpoint(endpoint.address(), meters, () -> report);

    // Then
    assertThatThrownBy(second::start)
        .hasMessageStartingWith("cannot listen on " + endpoint.address());
  }

  @Test
  void shouldAnswerBesideClientsThatDoNotFinishTheirRequests() throws Exception {
    // Given
    var slow = new ArrayList<Socket>();
    for (int i = 0; i < 8; i++) {
      var socket = new Socket(endpoint.address().host(), endpoint.address().port());
      socket.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
      slow.add(socket);
    }
    // When
    var answer =
        client.send(
            HttpRequest.newBuilder(uri("/health")).timeout(Duration.ofSeconds(10)).build(),
            BodyHandlers.ofString());
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    for (var socket : slow) {
      socket.close();
    }
  }

  /** What the JDK's server reads when the first of a process is made, whichever that is. */
  @Test
  void shouldBoundSlowClientsBeforeTheServerIsMade() {
    assertThat(Long.getLong("sun.net.httpserver.maxReqTime")).isEqualTo(20);
    assertThat(Long.getLong("sun.net.httpserver.maxRspTime")).isEqualTo(60);
    assertThat(Integer.getInteger("sun.net.httpserver.maxReqHeaderSize")).isEqualTo(32 * 1024);
    assertThat(Integer.getInteger("jdk.httpserver.maxConnections")).isEqualTo(256);
  }

  private static HealthReport with(Health health) {
    return new HealthReport(new LifecycleState.Running(), Map.of("ingest", health));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://" + endpoint.address() + path);
  }
}

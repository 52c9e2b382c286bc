package milena.acceptance;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import milena.bench.load.LoadEnvelope;
import milena.runtime.observe.Metric;
import milena.runtime.observe.MetricsReference;
import milena.standalone.MilenaMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a running system. */
class WatchedSystemTest {
  private static final Pattern SERIES = Pattern.compile("(?m)^# TYPE (milena_\\w+) ");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MESSAGES = 20;

  @TempDir Path folder;

  @Test
  void shouldShowWhereMailIs() throws Exception {
    // Given
    try (var milena =
        SandboxedMilena.start(
            folder.resolve("data"), Map.of("message-rate", "6/min", "partitions", "4"))) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(get(milena, "/health").statusCode()).isEqualTo(200));

      // When
      milena.send(MESSAGES, LoadEnvelope.to(List.of("accept.test")));
      milena.settled(1);

      // Then: what waits is seen to wait, and for what
      await().atMost(PATIENCE).untilAsserted(() -> shouldAddUp(get(milena, "/metrics").body()));
    }
  }

  private static void shouldAddUp(String page) {
    var delivered = value(page, "milena_shaper_decisions_total{decision=\"delivered\"}");
    assertThat(delivered)
        .isPositive()
        .isEqualTo(value(page, "milena_delivery_attempts_total{outcome=\"delivered\"}"));
    assertThat(value(page, "milena_ingest_accepted_total")).isEqualTo(MESSAGES);
    assertThat(value(page, "milena_router_decisions_total{decision=\"routed\"}"))
        .isEqualTo(MESSAGES);
    assertThat(waiting(page)).isEqualTo(MESSAGES - delivered);
    assertThat(value(page, "milena_stage_lag{stage=\"shaper\"}")).isZero();
    assertThat(value(page, "milena_delivery_claims")).isEqualTo(4);
    assertThat(value(page, "milena_shaper_overdue_seconds")).isLessThan(10);
    assertThat(value(page, "milena_registry_leading")).isEqualTo(1);
  }

  @Test
  void shouldServeNothingThatIsNotDocumented() throws Exception {
    try (var milena = SandboxedMilena.start(folder.resolve("data"), Map.of())) {
      // Given
      milena.send(5, LoadEnvelope.to(List.of("accept.test", "reject.test")).withUnknownEvery(2));
      milena.settled(5);
      var page = MetricsReference.markdown(MilenaMetrics.bySection());

      // When
      var served =
          SERIES
              .matcher(get(milena, "/metrics").body())
              .results()
              .map(match -> match.group(1).replaceFirst("_max$", ""))
              .collect(toCollection(TreeSet::new));

      // Then
      assertThat(served).hasSizeGreaterThan(20).allMatch(name -> page.contains("`" + name + "`"));
      assertThat(served)
          .containsAll(
              MilenaMetrics.bySection().values().stream()
                  .flatMap(List::stream)
                  .filter(metric -> metric.kind() == Metric.Kind.GAUGE)
                  // Of each certificate's file and of each source there is one; here are none.
                  .filter(metric -> !metric.labels().contains("file"))
                  .filter(metric -> !metric.labels().contains("source"))
                  .map(MetricsReference::prometheusName)
                  .toList());
    }
  }

  private static double waiting(String page) {
    return page.lines()
        .filter(line -> line.startsWith("milena_shaper_waiting{"))
        .mapToDouble(WatchedSystemTest::number)
        .sum();
  }

  private static double value(String page, String series) {
    return page.lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(WatchedSystemTest::number)
        .findFirst()
        .orElse(-1);
  }

  private static double number(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static HttpResponse<String> get(SandboxedMilena milena, String path)
      throws IOException, InterruptedException {
    var address = URI.create("http://" + milena.standalone().httpAddress() + path);
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
  }
}

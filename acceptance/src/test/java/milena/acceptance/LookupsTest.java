package milena.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import milena.ingest.log.MessageIds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes to learn what became of a message, in a log of a million events of one day in
 * one partition.
 */
@Tag("long")
@Timeout(600)
class LookupsTest {

  private static final int MESSAGES = 500_000;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SOME = Duration.ofHours(23);

  /** One after another; of those that read all of the log, a few. */
  private static final int OFTEN = 20;

  private static final int SELDOM = 5;

  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void shouldAnswerFromALogOfAMillionEvents() throws Exception {
    try (var milena = SandboxedMilena.start(folder, Map.of())) {
      // Given
      var standalone = milena.standalone();
      var past = new PastEvents(standalone.clients(), standalone.format());
      var ids = past.write(MESSAGES, DAY);
      var metrics = "http://" + standalone.httpAddress() + "/metrics";
      await("nobody else reads")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> get(metrics).body().lines().anyMatch("milena_bounce_lag 0.0"::equals));
      var now = Instant.now();
      var young = ids.subList(MESSAGES - OFTEN, MESSAGES);
      var old = ids.subList(0, OFTEN);
      get(milena, old.getFirst() + ".0");

      // When
      var answers =
          List.of(
              ask(milena, "submission of the last seconds", 200, submissions(young)),
              ask(milena, "submission of a day ago", 200, submissions(old)),
              ask(milena, "invented, of now", 404, invented(OFTEN, () -> past.invented(now))),
              ask(milena, "message of a day ago", 200, old.subList(0, SELDOM)),
              ask(
                  milena,
                  "invented, of 23 hours ago",
                  404,
                  invented(SELDOM, () -> past.invented(now.minus(SOME)))),
              ask(milena, "invented, without a time", 404, timeless()));

      // Then
      answers.forEach(System.out::println);
      assertThat(answers.subList(0, 3)).allMatch(answer -> answer.worst().compareTo(SHORT) < 0);
      assertThat(answers).allMatch(answer -> answer.worst().compareTo(LONG) < 0);
    }
  }

  /** How long answers of a kind took. */
  private record Answers(String kind, int count, Duration median, Duration worst) {
    @Override
    public String toString() {
      return "%s: median %d ms, worst %d ms of %d"
          .formatted(kind, median.toMillis(), worst.toMillis(), count);
    }
  }

  private static List<String> invented(int count, Supplier<String> inventor) {
    return Stream.generate(inventor).limit(count).toList();
  }

  private static List<String> submissions(List<String> messages) {
    return messages.stream().map(id -> id + ".0").toList();
  }

  /** As those that are made under an Idempotency-Key. */
  private static List<String> timeless() {
    return IntStream.range(0, SELDOM)
        .mapToObj(
            number -> {
              var digest = new byte[32];
              digest[0] = (byte) number;
              return MessageIds.of(digest);
            })
        .toList();
  }

  private Answers ask(SandboxedMilena milena, String kind, int status, List<String> ids)
      throws Exception {
    var times = new ArrayList<Duration>();
    for (var id : ids) {
      long start = System.nanoTime();
      int heard = get(milena, id);
      times.add(Duration.ofNanos(System.nanoTime() - start));
      assertThat(heard).as(kind).isEqualTo(status);
    }
    var sorted = times.stream().sorted().toList();
    return new Answers(kind, sorted.size(), sorted.get(sorted.size() / 2), sorted.getLast());
  }

  private int get(SandboxedMilena milena, String id) throws Exception {
    return get("http://" + milena.standalone().apiAddress() + "/api/messages/" + id).statusCode();
  }

  private HttpResponse<String> get(String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}

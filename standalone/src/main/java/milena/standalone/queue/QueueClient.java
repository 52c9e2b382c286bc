package milena.standalone.queue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import milena.runtime.config.Secret;

/** Asks processes of Milena, as an operator. */
public final class QueueClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(3);
  private static final long TICK_MS = 500;
  private static final int OK = 2;

  private final HttpClient http;
  private final List<URI> urls;
  private final Secret key;
  private final Consumer<String> progress;

  /** Somebody does not do what is asked; why, and what to do instead. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }
  }

  /**
   * Asks these.
   *
   * @param urls the HTTP doors, at least one
   * @param trust who vouches for those that are asked by {@code https}
   * @param key an operator's API key
   * @param progress told what is waited for
   */
  public QueueClient(List<URI> urls, ServerTrust trust, Secret key, Consumer<String> progress) {
    this.http = trust.of(HttpClient.newBuilder().connectTimeout(CONNECT)).build();
    this.urls = List.copyOf(urls);
    this.key = key;
    this.progress = progress;
  }

  /**
   * Gives a command to the first of them.
   *
   * @return its id
   */
  public String give(String kind, Map<String, String> arguments, String why)
      throws IOException, Refused, InterruptedException {
    var body =
        QueueJson.write(Map.of("kind", kind, "why", why, "arguments", Map.copyOf(arguments)));
    var request =
        request(urls.getFirst(), "/api/queue/commands")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return String.valueOf(answer(request).get("id"));
  }

  /** The commands in force in all of them. */
  public QueueReport commands() throws IOException, Refused, InterruptedException {
    return all("/api/queue/commands");
  }

  /**
   * What waits in all of them.
   *
   * @param selection which submissions
   * @param details of how many of each process each one is told
   */
  public QueueReport count(Map<String, String> selection, int details)
      throws IOException, Refused, InterruptedException {
    return all("/api/queue?" + query(selection) + "details=" + details);
  }

  /** What waits in all of them, with what it must pass and how that stands. */
  public QueueReport gates(Map<String, String> selection)
      throws IOException, Refused, InterruptedException {
    return all("/api/queue?" + query(selection) + "gates=true");
  }

  private static String query(Map<String, String> selection) {
    return selection.entrySet().stream()
        .map(each -> each.getKey() + "=" + encoded(each.getValue()) + "&")
        .collect(Collectors.joining());
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private QueueReport all(String path) throws IOException, Refused, InterruptedException {
    var answers = new ArrayList<Map<String, Object>>();
    for (var url : urls) {
      answers.add(answer(request(url, path).GET().build()));
    }
    return QueueReport.of(answers);
  }

  private HttpRequest.Builder request(URI url, String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + key.value());
  }

  private Map<String, Object> answer(HttpRequest request)
      throws IOException, Refused, InterruptedException {
    var response = send(request);
    var said = QueueJson.read(response.body());
    if (response.statusCode() / 100 != OK) {
      throw new Refused(
          request.uri().getAuthority()
              + " says "
              + response.statusCode()
              + ": "
              + said.getOrDefault("detail", "nothing else"));
    }
    return said;
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    var sent = http.sendAsync(request, BodyHandlers.ofString());
    while (true) {
      try {
        return sent.get(TICK_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        progress.accept("from " + request.uri().getAuthority());
      } catch (ExecutionException failed) {
        throw new IOException(
            request.uri().getAuthority() + " does not answer: " + failed.getCause(), failed);
      }
    }
  }

  @Override
  public void close() {
    http.close();
  }
}

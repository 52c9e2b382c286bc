package milena.registry.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;
import milena.registry.fold.Ledger;
import milena.registry.fold.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes requests on to the registry that writes, once: that one never passes them further. */
final class LeaderCall implements AutoCloseable {
  static final String FORWARDED = "X-Forward";

  private static final Logger LOG = LoggerFactory.getLogger(LeaderCall.class);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final Supplier<Ledger> ledger;
  private final String ownUrl;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();

  LeaderCall(Supplier<Ledger> ledger, String ownUrl) {
    this.ledger = ledger;
    this.ownUrl = ownUrl;
  }

  Answer pass(Request request) {
    var url = ledger.get().leader().map(begun -> begun.url()).orElse("");
    if (request.sender().registry() || url.isEmpty() || url.equals(ownUrl)) {
      return Answer.refused(Refusal.noLeader("no registry writes at the moment"));
    }
    try {
      var response = http.send(copy(request, url), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("the registry that writes does not answer", e);
      return Answer.refused(Refusal.noLeader("it does not answer"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.refused(Refusal.noLeader("interrupted"));
    }
  }

  private static HttpRequest copy(Request request, String url) {
    var copy =
        HttpRequest.newBuilder(URI.create(url + request.target()))
            .timeout(ANSWER)
            .header(FORWARDED, "true")
            .header("Content-Type", RegistryServer.CONTENT_TYPE)
            .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()));
    var authorization = request.sender().authorization();
    if (authorization != null) {
      copy.header("Authorization", authorization);
    }
    return copy.build();
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}

package milena.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import milena.schemas.SchemaRegistryException;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests to whichever address answers.
 *
 * <p>An answer below 500 is final, whoever gave it. An I/O error, 429 or 5xx sends the request to
 * the next address, and when none is left, after a pause, around again. That is safe for every
 * request of this API: repeating one changes nothing.
 */
final class RegistryHttp {
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int LARGEST_ANSWER = 8 * 1024 * 1024;
  private static final int LONGEST_QUOTE = 500;

  private final RegistrySettings settings;
  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();
  private volatile int preferred;

  RegistryHttp(RegistrySettings settings) {
    this.settings = settings;
    var builder =
        HttpClient.newBuilder()
            .connectTimeout(settings.patience().connect())
            .version(HttpClient.Version.HTTP_1_1);
    if (settings.tls() != null) {
      builder.sslContext(settings.tls());
    }
    http = builder.build();
  }

  JsonNode get(String path) {
    return call("GET", path, null);
  }

  JsonNode post(String path, JsonNode body) {
    return call("POST", path, body);
  }

  JsonNode put(String path, JsonNode body) {
    return call("PUT", path, body);
  }

  ObjectMapper json() {
    return json;
  }

  private JsonNode call(String method, String path, @Nullable JsonNode body) {
    var urls = settings.urls();
    var failure = new SchemaRegistryException(0, method + " " + path + ": not asked");
    for (int round = 0; round < settings.patience().rounds(); round++) {
      pause(settings.patience().pauseBefore(round));
      int first = preferred;
      for (int i = 0; i < urls.size(); i++) {
        int at = (first + i) % urls.size();
        var attempt = once(urls.get(at), method, path, body);
        if (attempt.answer != null) {
          preferred = at;
          return attempt.answer;
        }
        if (attempt.failure != null) {
          failure = attempt.failure;
        }
      }
    }
    throw failure;
  }

  private record Attempt(@Nullable JsonNode answer, @Nullable SchemaRegistryException failure) {}

  private Attempt once(URI base, String method, String path, @Nullable JsonNode body) {
    var asked = method + " " + base.getScheme() + "://" + base.getRawAuthority() + path;
    try {
      var response = send(request(URI.create(base + path), method, body));
      if (response.statusCode() / 100 == 2) {
        return new Attempt(json.readTree(response.body()), null);
      }
      var refusal = refusal(asked, response);
      if (response.statusCode() >= 500 || response.statusCode() == 429) {
        return new Attempt(null, refusal);
      }
      throw refusal;
    } catch (JsonProcessingException e) {
      return new Attempt(null, new SchemaRegistryException(asked + ": the answer is not JSON", e));
    } catch (IOException e) {
      return new Attempt(null, new SchemaRegistryException(asked + ": no answer (" + e + ")", e));
    }
  }

  private HttpRequest request(URI uri, String method, @Nullable JsonNode body) throws IOException {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(settings.patience().request())
            .header("Accept", CONTENT_TYPE + ", application/json");
    var credentials = settings.credentials();
    if (credentials != null) {
      request.header("Authorization", credentials.header());
    }
    if (body == null) {
      return request.method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", CONTENT_TYPE)
        .method(method, HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
        .build();
  }

  /** The request's own timeout ends with the headers; this one covers the body too. */
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    var answer = http.sendAsync(request, info -> new BoundedBody(LARGEST_ANSWER));
    try {
      return answer.get(settings.patience().request().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no whole answer within " + settings.patience().request(), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted(e);
    }
  }

  private SchemaRegistryException refusal(String asked, HttpResponse<byte[]> response) {
    var text = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
    int code = response.statusCode();
    try {
      var error = json.readTree(text);
      code = error.path("error_code").asInt(code);
      text = error.path("message").asText(text);
    } catch (JsonProcessingException e) {
      // A proxy's own page: its status says enough.
    }
    var quote = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    return new SchemaRegistryException(code, asked + ": " + code + " " + quote);
  }

  private static void pause(Duration pause) {
    if (pause.isZero()) {
      return;
    }
    long millis = pause.toMillis();
    try {
      Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SchemaRegistryException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SchemaRegistryException("interrupted while asking the schema registry", e);
  }

  /** Closes connections where the JDK can: its client is closeable from release 21 on. */
  void close() {
    if (http instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("the HTTP client did not close", e);
      }
    }
  }

  static List<String> texts(JsonNode array) {
    var texts = new java.util.ArrayList<String>(array.size());
    array.forEach(node -> texts.add(node.asText()));
    return List.copyOf(texts);
  }
}

package milena.registry.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import milena.registry.log.LogUnavailable;
import milena.registry.write.MemoryLog;
import milena.registry.write.Writer;
import milena.schemas.registry.Credentials;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;

/** A registry on a real socket, over a log in memory. */
public final class HttpRegistry implements AutoCloseable {
  private final RegistryServer server;
  private final URI url;
  private final Writer writer;
  private final HttpClient http = HttpClient.newHttpClient();

  private HttpRegistry(MemoryLog log, Optional<Credentials> credentials, boolean seated) {
    try {
      server =
          RegistryServer.bind(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    url = URI.create("http://127.0.0.1:" + server.address().getPort());
    var view = log.view();
    writer = new Writer(view, url.toString(), () -> seated);
    try {
      view.readToEnd();
    } catch (LogUnavailable e) {
      throw new IllegalStateException(e);
    }
    server.serve(view, writer, url.toString(), false);
  }

  /** One that writes. */
  public static HttpRegistry writing(MemoryLog log) {
    var registry = new HttpRegistry(log, Optional.empty(), true);
    registry.writer.takeSeat();
    return registry;
  }

  /** One that writes and asks for a password. */
  public static HttpRegistry guarded(MemoryLog log, Credentials credentials) {
    var registry = new HttpRegistry(log, Optional.of(credentials), true);
    registry.writer.takeSeat();
    return registry;
  }

  /** One that only reads. */
  public static HttpRegistry reading(MemoryLog log) {
    return new HttpRegistry(log, Optional.empty(), false);
  }

  public URI url() {
    return url;
  }

  public RegistryClient client() {
    return new RegistryClient(RegistrySettings.of(url));
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
  }

  public HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", RegistryServer.CONTENT_TYPE)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> put(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", RegistryServer.CONTENT_TYPE)
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    http.close();
  }
}

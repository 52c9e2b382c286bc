package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import milena.http.answer.Reply;
import milena.http.listen.ApiListener;
import milena.http.listen.ApiMeters;
import milena.http.listen.Endpoint;
import milena.http.listen.Endpoints;
import milena.http.listen.ListenSettings;
import milena.http.login.Entrance;
import milena.ingest.secure.Certificates;
import milena.ingest.secure.TlsSettings;
import milena.runtime.config.Cidr;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.observe.Meters;
import milena.tenants.LoginSettings;
import milena.tenants.Logins;
import milena.tenants.book.Roster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP door behind the certificates of the SMTP one. */
@Timeout(60)
class ApiTlsTest {

  private static final TlsSettings TLS =
      new TlsSettings(
          List.of(), null, "mx.example", "http/1.1", Duration.ofSeconds(2), Duration.ofSeconds(5));

  private @TempDir Path folder;
  private final Meters meters = new Meters();
  private Logins logins;
  private Certificates certificates;
  private ApiListener door;

  @BeforeEach
  void open() throws Exception {
    Supplier<Optional<Roster>> roster =
        () -> Optional.of(new Roster("default", Map.of(), Map.of()));
    var around = new Logins.Surroundings(roster, InstantSource.system(), System::nanoTime, meters);
    logins = new Logins(LoginSettings.defaults(), new byte[16], around);
    certificates = Certificates.open(TLS, meters, InstantSource.system());
    door = new ApiListener(ListenSettings.defaults(new HostPort("127.0.0.1", 0), folder));
    Endpoint.Worker echo =
        (head, tenant, body) -> new Reply(200, "text/plain", body.open().readAllBytes(), Map.of());
    door.bind(
        new Endpoints(List.of(new Endpoint("POST", "/echo", new Endpoint.Work(echo)))),
        new Entrance(logins, roster, "default", List.of(Cidr.parse("127.0.0.0/8"))),
        ApiDoor.tls(Optional.of(certificates)),
        new ApiMeters(meters));
  }

  @AfterEach
  void close() throws Exception {
    door.drain(Deadline.after(Duration.ofMillis(200), System::nanoTime));
    door.shutdown();
    certificates.close();
    logins.close();
    meters.close();
  }

  @Test
  void shouldTakeLargeRequestsOneAfterAnotherFromClientsThatWouldRatherSpeakHttp2()
      throws Exception {
    // Given
    var body = "0123456789".repeat(60_000);
    try (var client = HttpClient.newBuilder().sslContext(believing()).build()) {
      var request =
          HttpRequest.newBuilder(URI.create("https://" + door.address() + "/echo"))
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(30))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      for (int i = 0; i < 3; i++) {
        // When
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(response.body()).isEqualTo(body);
      }
    }
  }

  @Test
  void shouldNameTheProtocolThatItSpeaks() throws Exception {
    assertThat(agreed("h2", "http/1.1")).isEqualTo("http/1.1");
    assertThat(agreed("h2")).isEmpty();
  }

  private String agreed(String... offered) throws Exception {
    try (var socket = (SSLSocket) believing().getSocketFactory().createSocket()) {
      socket.connect(door.address().toSocketAddress(), 5_000);
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(offered);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getApplicationProtocol();
    }
  }

  @Test
  void shouldNotAnswerInTheClearNorWaitForSomebodyWhoSaysNothing() throws Exception {
    // Given
    try (var plain = new Socket(door.address().host(), door.address().port());
        var silent = new Socket(door.address().host(), door.address().port());
        var half = new Socket(door.address().host(), door.address().port())) {
      for (var socket : List.of(plain, silent, half)) {
        socket.setSoTimeout(20_000);
      }

      // When
      plain
          .getOutputStream()
          .write("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      half.shutdownOutput();

      // Then
      for (var socket : List.of(plain, silent, half)) {
        assertThat(new String(rest(socket), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP");
      }
    }
  }

  /** An alert or nothing, and then the end, which may be a reset. */
  private static byte[] rest(Socket socket) throws java.io.IOException {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (java.net.SocketException reset) {
      return new byte[0];
    }
  }

  private static SSLContext believing() throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Gullible()}, null);
    return context;
  }

  /** Believes everybody. */
  private static final class Gullible extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

package milena.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import milena.http.listen.ListenSettings;
import milena.tenants.book.Credential;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for all there is and then take their time: what is left for others. */
@Timeout(60)
class DawdlersTest {

  private static final Stamp MADE = new Stamp(1, "admin");
  private static final int LARGEST = 1 << 20;
  private static final String COMMANDS = "/api/queue/commands";
  private static final String SUSPEND =
      """
      {"kind": "suspend", "why": "it dawdles", "arguments": {"tenant": "shop"}}
      """;
  private static final String MAIL =
      """
      {"envelope_sender": "a@example.org", "recipients": [{"email": "b@example.net"}],
       "content": {"text_body": "x", "from": {"email": "a@example.org"}}}
      """;

  @TempDir Path folder;

  private final NewCredential operator = key(Credential.OPERATORS);
  private final NewCredential shop = key("shop");
  private final NewCredential club = key("club");
  private final NewCredential bank = key("bank");
  private final List<Socket> open = new ArrayList<>();
  private ApiRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new ApiRig(folder, DawdlersTest::small);
    rig.know(
        Stream.of("shop", "club", "bank").map(name -> Tenant.named(name, MADE)).toList(),
        Stream.of(operator, shop, club, bank).map(NewCredential::credential).toList());
  }

  @AfterEach
  void stop() throws Exception {
    for (var socket : open) {
      socket.close();
    }
    assertThat(rig.errorsLogged()).isEmpty();
    rig.close();
  }

  /** Five requests and four largest bodies at a time; 12 connections, eight of one address. */
  private static ListenSettings small(ListenSettings settings) {
    return new ListenSettings(
        settings.address(),
        settings.threads(),
        12,
        8,
        5,
        4L * LARGEST,
        LARGEST,
        settings.held(),
        settings.folder(),
        settings.patience());
  }

  private static NewCredential key(String whose) {
    return NewCredential.apiKey(new NewCredential.About(whose, "", MADE, 0), new NewSecrets());
  }

  private static String[] with(NewCredential credential) {
    return new String[] {"Authorization", "Bearer " + credential.secret().value()};
  }

  /** Sends the head of a request, and one byte of its body. */
  private Socket dawdle(NewCredential whose, String path, int length) throws IOException {
    var socket = rig.socket();
    open.add(socket);
    var head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n ";
    var text = head.formatted(path, whose.secret().value(), length);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void requestsAre(int number) {
    shows("milena_http_requests " + number + ".0");
  }

  private void connectionsAre(int number) {
    shows("milena_http_connections " + number + ".0");
  }

  private void shows(String metric) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> rig.meters.scrape().lines().anyMatch(metric::equals));
  }

  private HttpResponse<String> command() throws Exception {
    return rig.send(
        COMMANDS, HttpRequest.newBuilder().POST(BodyPublishers.ofString(SUSPEND)), with(operator));
  }

  private static String firstLine(Socket socket) throws IOException {
    var line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= ' '; c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Test
  void shouldLeaveRoomBesideATenantWhoseBodiesDoNotCome() throws Exception {
    // Given
    dawdle(shop, "/api/inject/v1", LARGEST);
    dawdle(shop, "/api/inject/v1", LARGEST);
    requestsAre(2);
    // When
    var third = dawdle(shop, "/api/inject/v1", LARGEST);
    var others = rig.post(MAIL, with(club));
    var operators = command();
    // Then
    assertThat(firstLine(third)).isEqualTo("HTTP/1.1 429 Too Many Requests");
    assertThat(others.statusCode()).as(others.body()).isEqualTo(200);
    assertThat(operators.statusCode()).as(operators.body()).isEqualTo(202);
  }

  @Test
  void shouldTakeAnOperatorsCommandWhileTenantsHaveAllThereIs() throws Exception {
    // Given
    for (var tenant : List.of(shop, shop, shop, club, bank)) {
      dawdle(tenant, "/api/inject/v1", 10);
      requestsAre(open.size());
    }
    // When
    var full = dawdle(bank, "/api/inject/v1", 10);
    var operators = command();
    // Then
    assertThat(firstLine(full)).startsWith("HTTP/1.1 503");
    assertThat(operators.statusCode()).as(operators.body()).isEqualTo(202);
    assertThat(rig.desk.orders).hasSize(1);
  }

  @Test
  void shouldTakeNoMoreOfAnOperatorThanACommandNeeds() throws Exception {
    // When
    var tooLarge = dawdle(operator, COMMANDS, 64 * 1024 + 1);
    dawdle(operator, COMMANDS, 64 * 1024);
    // Then
    assertThat(firstLine(tooLarge)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    requestsAre(1);
    assertThat(rig.meters.scrape()).contains("milena_http_held_bytes 65536.0");
    assertThat(rig.desk.orders).isEmpty();
  }

  private Socket from(String address) throws IOException {
    var to = rig.address();
    var socket = new Socket(to.host(), to.port(), InetAddress.getByName(address), 0);
    socket.setSoTimeout(20_000);
    open.add(socket);
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    var head = "GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return firstLine(socket);
  }

  @Test
  void shouldLeaveConnectionsForOtherAddresses() throws Exception {
    // Given
    var first = from("127.0.0.2");
    for (int i = 1; i < 8; i++) {
      from("127.0.0.2");
    }
    connectionsAre(8);
    // When
    var ninth = from("127.0.0.2");
    var text = new String(ninth.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // Then
    assertThat(text)
        .startsWith("HTTP/1.1 503")
        .contains("Too many connections from your address.")
        .contains("Retry-After: 2");
    assertThat(answer(from("127.0.0.3"))).isEqualTo("HTTP/1.1 200 OK");
    assertThat(rig.meters.scrape())
        .contains("milena_http_connections_refused_total{reason=\"address\"} 1.0")
        .contains("milena_http_connections_refused_total{reason=\"all\"} 0.0");
    // When
    first.close();
    connectionsAre(8);
    // Then
    assertThat(answer(from("127.0.0.2"))).isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void shouldCountWhoIsSentAwayWhenThereAreTooManyInAll() throws Exception {
    // Given
    for (int i = 0; i < 12; i++) {
      from("127.0.0." + (2 + i % 3));
    }
    connectionsAre(12);
    // When
    var thirteenth = from("127.0.0.9");
    // Then
    assertThat(firstLine(thirteenth)).startsWith("HTTP/1.1 503");
    assertThat(rig.meters.scrape())
        .contains("milena_http_connections_refused_total{reason=\"all\"} 1.0");
  }
}

package milena.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import milena.http.listen.ListenSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that split, pipeline, dawdle and exaggerate. */
@Timeout(60)
class WireTest {

  private static final String MAIL =
      """
      {"envelope_sender": "a@example.org", "recipients": [{"email": "b@example.net"}],
       "content": {"text_body": "x", "from": {"email": "a@example.org"}}}
      """;

  private @TempDir Path folder;

  private static String request(String more, String body) {
    return "POST /api/inject/v1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + more
        + "\r\n"
        + body;
  }

  private static String whole() {
    return request("Content-Length: " + MAIL.length() + "\r\n", MAIL);
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** Everything up to the end of the connection. */
  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private interface Check {
    void on(ApiRig rig) throws Exception;
  }

  private void with(java.util.function.UnaryOperator<ListenSettings> change, Check check)
      throws Exception {
    var rig = new ApiRig(folder, change);
    try {
      check.on(rig);
      assertThat(rig.errorsLogged()).isEmpty();
    } finally {
      rig.close();
    }
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private static ListenSettings patient(ListenSettings settings, Duration progress) {
    return new ListenSettings(
        settings.address(),
        settings.threads(),
        settings.connections(),
        settings.connectionsPerAddress(),
        settings.requests(),
        settings.bodies(),
        settings.body(),
        settings.held(),
        settings.folder(),
        new ListenSettings.Patience(progress, progress, Duration.ofSeconds(3)));
  }

  private static ListenSettings narrow(ListenSettings settings, int requests, long bodies) {
    return new ListenSettings(
        settings.address(),
        settings.threads(),
        settings.connections(),
        settings.connectionsPerAddress(),
        requests,
        bodies,
        1 << 20,
        1 << 10,
        settings.folder(),
        settings.patience());
  }

  @Test
  void shouldTakeARequestByteByByte() throws Exception {
    with(
        it -> it,
        rig -> {
          try (var socket = rig.socket()) {
            socket.setTcpNoDelay(true);
            for (byte b : (whole() + "GET /x HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.UTF_8)) {
              socket.getOutputStream().write(b);
            }
            assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK").contains("HTTP/1.1 404");
          }
        });
  }

  @Test
  void shouldAnswerPipelinedRequestsInOrder() throws Exception {
    with(
        it -> it,
        rig -> {
          try (var socket = rig.socket()) {
            write(socket, whole() + "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" + whole());
            write(socket, request("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"));
            write(socket, request("Connection: close\r\nTransfer-Encoding: chunked\r\n", ""));
            write(socket, Integer.toHexString(MAIL.length()) + "\r\n" + MAIL + "\r\n0\r\n\r\n");
            var statuses = new ArrayList<String>();
            for (var line : rest(socket).split("\r\n")) {
              int at = line.indexOf("HTTP/1.1 ");
              if (at >= 0) {
                statuses.add(line.substring(at + 9, at + 12));
              }
            }
            assertThat(statuses).containsExactly("200", "404", "200", "400", "200");
          }
          assertThat(rig.log.submittals).hasSize(3);
        });
  }

  @Test
  void shouldNotAskForABodyThatItWouldRefuse() throws Exception {
    with(
        it -> narrow(it, 64, 1 << 22),
        rig -> {
          try (var socket = rig.socket()) {
            write(socket, request("Expect: 100-continue\r\nContent-Length: 2000000\r\n", ""));
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 413");
          }
          try (var socket = rig.socket()) {
            var more = "Expect: 100-continue\r\nConnection: close\r\nContent-Length: ";
            write(socket, request(more + MAIL.length() + "\r\n", ""));
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 100");
            write(socket, MAIL);
            assertThat(rest(socket)).contains("HTTP/1.1 200");
          }
        });
  }

  @Test
  void shouldRefuseBodiesThatGrowTooLarge() throws Exception {
    with(
        it -> narrow(it, 64, 1 << 22),
        rig -> {
          try (var socket = rig.socket()) {
            write(socket, request("Transfer-Encoding: chunked\r\n", ""));
            var piece = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
            for (int i = 0; i < 34; i++) {
              write(socket, piece);
            }
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 413");
          }
        });
  }

  @Test
  void shouldBoundRequestsInNumberAndBytes() throws Exception {
    with(
        it -> narrow(it, 4, 3_000),
        rig -> {
          try (var one = rig.socket();
              var two = rig.socket();
              var three = rig.socket()) {
            write(one, request("Content-Length: 700\r\n", " "));
            write(two, request("Content-Length: 700\r\n", " "));
            org.awaitility.Awaitility.await()
                .until(() -> rig.meters.scrape().contains("milena_http_requests 2.0"));
            write(three, whole());
            assertThat(three.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 429");
          }
          org.awaitility.Awaitility.await()
              .until(() -> rig.meters.scrape().contains("milena_http_requests 0.0"));
          assertThat(rig.meters.scrape()).contains("milena_http_held_bytes 0.0");
          try (var large = rig.socket()) {
            write(large, request("Content-Length: 1600\r\n", ""));
            assertThat(large.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 503");
          }
          assertThat(rig.post(MAIL).statusCode()).isEqualTo(200);
        });
  }

  @Test
  void shouldNotWaitForTheSlow() throws Exception {
    with(
        it -> patient(it, Duration.ofSeconds(1)),
        rig -> {
          var sockets = List.of(rig.socket(), rig.socket(), rig.socket());
          write(sockets.get(0), request("Content-Length: 700\r\n", " "));
          write(sockets.get(1), "POST /api/inj");
          assertThat(sockets.get(0).getInputStream().readNBytes(12))
              .asString()
              .isEqualTo("HTTP/1.1 408");
          assertThat(rest(sockets.get(1))).isEmpty();
          assertThat(rest(sockets.get(2))).isEmpty();
          for (var socket : sockets) {
            socket.close();
          }
        });
  }

  @Test
  void shouldRefuseWhatIsNotHttp() throws Exception {
    with(
        it -> it,
        rig -> {
          for (var bad :
              List.of(
                  "\u0016\u0003\u0001\r\n\r\n",
                  "EHLO x\r\n\r\n",
                  "GET / HTTP/1.1\r\nX: " + "x".repeat(40_000) + "\r\n\r\n",
                  "GET /" + "x".repeat(9_000) + " HTTP/1.1\r\n\r\n",
                  request("Content-Length: x\r\n", ""),
                  request("Content-Length: -5\r\n", ""),
                  request("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "zz\r\n"),
                  request("Transfer-Encoding: chunked\r\n", "zz\r\n"))) {
            try (var socket = rig.socket()) {
              write(socket, bad);
              socket.shutdownOutput();
              assertThat(rest(socket)).as(bad).matches("(?s)(HTTP/1.1 4.*)?");
            }
          }
          assertThat(rig.post(MAIL).statusCode()).isEqualTo(200);
        });
  }

  @Test
  void shouldBeKnownByItsAddressAloneToWhomNeedsNoCredential() throws Exception {
    with(
        it -> it,
        rig -> {
          // Given
          var end = request("Connection: close\r\nContent-Length: " + MAIL.length() + "\r\n", MAIL);
          try (var stranger = rig.socket();
              var address = rig.socket()) {
            // When
            write(stranger, end.replace("Host: localhost", "Host: rebound.example:8080"));
            write(address, end.replace("Host: localhost", "Host: 127.0.0.1:8080"));
            // Then
            assertThat(rest(stranger)).startsWith("HTTP/1.1 401");
            assertThat(rest(address)).startsWith("HTTP/1.1 200");
          }
        });
  }

  /** Its answers would gather here, and they are larger than what asks for them. */
  @Test
  void shouldNotReadFromAClientThatReadsNothing() throws Exception {
    // Given
    int requests = 60_000;
    with(
        settings -> settings,
        rig -> {
          try (var socket = rig.socket()) {
            socket.setReceiveBufferSize(4096);
            // When
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        write(socket, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n".repeat(requests));
                      } catch (IOException cutOff) {
                        // The test has ended.
                      }
                    });
            // Then
            var seen = new AtomicInteger();
            await()
                .pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(30))
                .until(() -> isStill(seen, answers(rig)));
            assertThat(seen).hasValueBetween(1, requests - 1);
          }
        });
  }

  private static boolean isStill(AtomicInteger seen, int now) {
    return now > 0 && seen.getAndSet(now) == now;
  }

  private static int answers(ApiRig rig) {
    return rig.meters
        .scrape()
        .lines()
        .filter(line -> line.startsWith("milena_http_replies_total"))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}

package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import milena.delivery.outcome.Verdict;
import milena.delivery.path.TestPolicy;
import milena.delivery.sign.SigningKeys;
import milena.policy.Policy;
import milena.policy.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done every now and then fails once, and is done again. */
class TicksTest {

  private static final String DOMAIN = "example.com";

  private volatile Policy policy = Policy.NONE;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicInteger failures = new AtomicInteger();
  private TestServer server;
  private SmtpLanes lanes;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    lanes =
        SmtpLanesTest.lanes(
            TestDirectory.relaying(DOMAIN, server.port()),
            SmtpLanesTest.config(),
            SigningKeys.none(),
            this::policy);
  }

  @AfterEach
  void stop() {
    lanes.close();
    server.close();
  }

  private Policy policy() {
    if (failing.get()) {
      failures.incrementAndGet();
      throw new IllegalStateException("no policy");
    }
    return policy;
  }

  @Test
  void shouldGoOnLookingAfterLanes() {
    // Given: it waits for a connection that does not come
    server.answering("", TestServer.SILENCE);
    var waiting = TestConsignment.to(DOMAIN).validUntil(System.currentTimeMillis() + 1_500);
    lanes.offer(waiting);
    SmtpLanesTest.until(() -> server.open() == 1);

    // When
    failing.set(true);
    SmtpLanesTest.until(() -> failures.get() > 0);
    failing.set(false);

    // Then
    assertThat(waiting.outcome().verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(waiting.outcome().verdict().said().text()).contains("while it was valid");
  }

  @Test
  void shouldGoOnLookingAtSources() throws IOException {
    // Given
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var proxy = new Source.Socks5("127.0.0.1", port, "");
    policy = TestPolicy.version(1).source("behind", "", proxy).made();
    var offered = TestConsignment.to(DOMAIN).from("behind");
    lanes.offer(offered);
    assertThat(offered.outcome().verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(lanes.sickSources()).isEqualTo(Set.of("behind"));

    // When
    failing.set(true);
    SmtpLanesTest.until(() -> failures.get() > 2);
    failing.set(false);
    policy = TestPolicy.version(2).made();

    // Then
    SmtpLanesTest.until(() -> lanes.sickSources().isEmpty());
  }
}

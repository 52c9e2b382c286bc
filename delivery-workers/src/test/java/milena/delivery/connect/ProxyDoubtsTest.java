package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.FailureScope;
import milena.delivery.outcome.Verdict;
import milena.delivery.path.TestPolicy;
import milena.delivery.sign.SigningKeys;
import milena.policy.Policy;
import milena.policy.Source;
import milena.runtime.config.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections through a proxy that does not say whose trouble it is. */
class ProxyDoubtsTest {

  /** From the block for documentation: this machine does not have it. */
  private static final String NOT_OURS = "192.0.2.7";

  private static final List<String> CLOSED = List.of("a.example", "b.example", "c.example");
  private static final String OPEN = "open.example";

  private final AtomicReference<Policy> policy = new AtomicReference<>(Policy.NONE);
  private TestServer server;
  private TestServer closing;
  private SmtpLanes lanes;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    closing = new TestServer().answering("", TestServer.HANG_UP);
    var directory = TestDirectory.relaying(OPEN, server.port());
    CLOSED.forEach(domain -> directory.relayTo(domain, closing.port()));
    var config = SmtpLanesTest.config().withProxyPassword(new Secret("open sesame"));
    lanes = SmtpLanesTest.lanes(directory, config, SigningKeys.none(), policy::get);
  }

  @AfterEach
  void stop() {
    lanes.close();
    server.close();
    closing.close();
  }

  private AttemptOutcome attempt(String domain) {
    var consignment = TestConsignment.to(domain).from("mta2");
    lanes.offer(consignment);
    return consignment.outcome();
  }

  private void leaveThrough(String address, Source.Proxy proxy) {
    policy.set(TestPolicy.version(proxy.port()).source("mta2", address, proxy).made());
  }

  /** A knock may have taken the source back just now: then the next attempt takes it out. */
  private void assertTakenOut() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              var outcome = attempt(OPEN);
              assertThat(outcome.verdict()).isInstanceOf(Verdict.NotTried.class);
              assertThat(outcome.scope()).isEqualTo(FailureScope.SOURCE);
              assertThat(outcome.verdict().said().text()).contains("at 3 sites in a row");
            });
  }

  @Test
  void shouldTakeASourceOutWhoseProxyCannotHaveItsAddress() throws IOException {
    try (var proxy = TestProxy.haProxy(0)) {
      // Given
      leaveThrough(NOT_OURS, new Source.HaProxy("127.0.0.1", proxy.port()));

      // When
      var outcomes = CLOSED.stream().map(this::attempt).toList();

      // Then
      assertThat(outcomes)
          .allSatisfy(o -> assertThat(o.verdict()).isInstanceOf(Verdict.Deferred.class));
      assertTakenOut();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldTakeASourceOutWhoseProxyLetsItGoNowhere(int reply) throws IOException {
    try (var proxy = TestProxy.socks("").replying(reply)) {
      // Given
      leaveThrough("", new Source.Socks5("127.0.0.1", proxy.port(), ""));

      // When
      CLOSED.forEach(this::attempt);

      // Then
      assertTakenOut();
    }
  }

  @Test
  void shouldTakeASourceOutAtOnceWhoseProxyConnectsNobody() throws IOException {
    try (var proxy = TestProxy.socks("").replying(7)) {
      // Given
      leaveThrough("", new Source.Socks5("127.0.0.1", proxy.port(), ""));

      // When
      var outcome = attempt(OPEN);

      // Then
      assertThat(outcome.verdict()).isInstanceOf(Verdict.NotTried.class);
      assertThat(outcome.verdict().said().text()).contains("command not supported");
    }
  }

  @Test
  void shouldBlameServersThatCloseWhileAnotherAnswers() throws IOException {
    try (var proxy = TestProxy.haProxy(0)) {
      // Given
      leaveThrough("127.0.0.2", new Source.HaProxy("127.0.0.1", proxy.port()));

      // When
      var before = CLOSED.subList(0, 2).stream().map(this::attempt).toList();
      var open = attempt(OPEN);
      var after = attempt(CLOSED.getLast());

      // Then
      assertThat(open.verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(before).allSatisfy(o -> assertThat(o.scope()).isEqualTo(FailureScope.PATH));
      assertThat(after.scope()).isEqualTo(FailureScope.PATH);
      assertThat(lanes.sickSources()).isEmpty();
    }
  }
}

package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import milena.delivery.outcome.FailureScope;
import milena.delivery.outcome.Verdict;
import milena.delivery.path.TestPolicy;
import milena.delivery.sign.SigningKeys;
import milena.mail.route.MxHost;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Policy;
import milena.policy.Selector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first host of a site refuses, and the rate of connections does not allow a second yet. */
class PausedDialTest {

  private static final String DOMAIN = "example.com";
  private static final String OTHER = "other.example";

  private TestServer good;
  private TestServer bad;

  @BeforeEach
  void start() throws IOException {
    good = new TestServer(TestServer.loopback(2), 0);
    bad = new TestServer(TestServer.loopback(3), good.port()).answering("", "554 5.7.1 no");
  }

  @AfterEach
  void stop() {
    good.close();
    bad.close();
  }

  private SmtpLanes lanes(Policy policy) {
    var directory =
        new TestDirectory()
            .exchangers(
                DOMAIN, new MxHost("mx1.example.com", 10), new MxHost("mx2.example.com", 20))
            .host("mx1.example.com", "127.0.0.3")
            .host("mx2.example.com", "127.0.0.2")
            .exchangers(OTHER, new MxHost("mx.other.example", 10))
            .host("mx.other.example", "127.0.0.2");
    var config = SmtpLanesTest.config().withMxPort(good.port());
    return SmtpLanesTest.lanes(directory, config, SigningKeys.none(), () -> policy);
  }

  private static TestPolicy everyConnectionTakes(long millis) {
    return TestPolicy.version(1)
        .limit(Per.SITE, Selector.ALL, Kind.CONNECTION_RATE, new Bound(1, millis, 1));
  }

  private static TestConsignment to(String domain) {
    return TestConsignment.to(domain).ofProvider("provider");
  }

  @Test
  void shouldLeaveItsPlaceToOthersOfTheProvider() {
    // Given
    var policy = everyConnectionTakes(3_600_000).limit(Per.PROVIDER, Kind.CONNECTIONS, 1).made();
    try (var lanes = lanes(policy)) {
      var waiting = to(DOMAIN);
      lanes.offer(waiting);
      SmtpLanesTest.until(() -> bad.visits().size() == 1);

      // When
      var other = to(OTHER);
      lanes.offer(other);

      // Then
      assertThat(other.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(waiting.isFinished()).isFalse();
    }
  }

  @Test
  void shouldGoOnWithTheNextHostEvenForOtherMail() {
    // Given
    try (var lanes = lanes(everyConnectionTakes(1_500).made())) {
      var first = to(DOMAIN).validUntil(System.currentTimeMillis() + 100);
      lanes.offer(first);
      var outcome = first.outcome();

      // When
      var second = to(DOMAIN);
      lanes.offer(second);

      // Then
      assertThat(second.outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(bad.visits()).hasSize(1);
      assertThat(outcome.verdict()).isInstanceOf(Verdict.NotTried.class);
      assertThat(outcome.scope()).isEqualTo(FailureScope.PATH);
    }
  }
}

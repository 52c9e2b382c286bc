package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import milena.delivery.outcome.FailureScope;
import milena.delivery.outcome.Verdict;
import milena.delivery.path.TestPolicy;
import milena.delivery.sign.SigningKeys;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Manner;
import milena.policy.Per;
import milena.policy.Policy;
import milena.policy.Selector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits and manners of the policy, on real sockets. */
class PolicyAtWorkTest {

  private static final String DOMAIN = "example.com";
  private static final String OTHER = "other.example";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicReference<Policy> policy = new AtomicReference<>(Policy.NONE);
  private TestServer server;
  private SmtpLanes lanes;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    lanes = lanes(SmtpLanesTest.config());
  }

  @AfterEach
  void stop() {
    lanes.close();
    server.close();
  }

  private SmtpLanes lanes(ConnectConfig config) {
    var directory = TestDirectory.relaying(DOMAIN, server.port()).relayTo(OTHER, server.port());
    return SmtpLanesTest.lanes(directory, config, SigningKeys.none(), policy::get);
  }

  private TestConsignment offer(TestConsignment consignment) {
    lanes.offer(consignment);
    return consignment;
  }

  private List<TestConsignment> offer(int count, String source) {
    return IntStream.range(0, count)
        .mapToObj(_ -> offer(TestConsignment.to(DOMAIN).from(source)))
        .toList();
  }

  private static void assertDelivered(List<TestConsignment> offered) {
    assertThat(offered)
        .allSatisfy(c -> assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Delivered.class));
  }

  @Test
  void shouldKeepTheLimitsOfThePathAndOfTheSite() {
    // Given
    policy.set(
        TestPolicy.version(1)
            .source("mta2", "127.0.0.2", "")
            .source("mta3", "127.0.0.3", "")
            .limit(Per.SITE, Kind.CONNECTIONS, 5)
            .limit(Per.PATH, Kind.CONNECTIONS, 3)
            .made());
    var open = new ConcurrentHashMap<String, AtomicInteger>();
    var most = new ConcurrentHashMap<String, Integer>();
    server.answering(
        (visit, line) -> {
          if (line.isEmpty() || line.equals("QUIT")) {
            var now =
                open.computeIfAbsent(visit.peer(), _ -> new AtomicInteger())
                    .addAndGet(line.isEmpty() ? 1 : -1);
            most.merge(visit.peer(), now, Math::max);
          }
          return Optional.empty();
        });

    // When
    var one = offer(1000, "mta2");
    var two = offer(1000, "mta3");

    // Then
    assertDelivered(one);
    assertDelivered(two);
    assertThat(server.mostOpen()).isBetween(2, 5);
    assertThat(most.keySet()).isEqualTo(Set.of("127.0.0.2", "127.0.0.3"));
    assertThat(most.values()).allSatisfy(number -> assertThat(number).isLessThanOrEqualTo(3));
  }

  @Test
  void shouldShareTheConnectionOfAProviderAmongItsSites() {
    // Given
    policy.set(TestPolicy.version(1).limit(Per.PROVIDER, Kind.CONNECTIONS, 1).made());
    var sites = List.of("site-a", "site-b", "site-c");

    // When
    var offered =
        IntStream.range(0, 90)
            .mapToObj(
                i -> offer(new TestConsignment(sites.get(i % 3), DOMAIN).ofProvider("google")))
            .toList();

    // Then
    assertDelivered(offered);
    assertThat(server.mostOpen()).isEqualTo(1);
  }

  @Test
  void shouldOpenNoFasterThanTheRate() {
    // Given
    policy.set(
        TestPolicy.version(1)
            .limit(Per.SITE, Selector.ALL, Kind.CONNECTION_RATE, new Bound(2, 1000, 1))
            .limit(Per.SITE, Kind.MESSAGES_PER_CONNECTION, 1)
            .made());
    var began = System.nanoTime();

    // When
    var offered = offer(5, "");

    // Then
    assertDelivered(offered);
    assertThat(server.visits()).hasSize(5);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1950));
  }

  @Test
  void shouldFollowAPolicyThatChangesWithoutCuttingAnything() {
    // Given
    lanes.close();
    var idle = SmtpLanesTest.timeouts(PATIENCE).withIdle(Duration.ofMinutes(5));
    lanes = lanes(SmtpLanesTest.config().withTimeouts(idle));
    assertDelivered(offer(400, ""));
    await().until(() -> lanes.waiting() == 0);
    var before = server.open();

    // When
    policy.set(TestPolicy.version(1).limit(Per.SITE, Kind.CONNECTIONS, 1).made());

    // Then
    assertThat(before).isGreaterThan(1);
    await().atMost(PATIENCE).until(() -> server.open() == 1);
    assertThat(server.visits().stream().filter(visit -> visit.commands().contains("QUIT")))
        .hasSize(server.visits().size() - 1);
    assertDelivered(offer(100, ""));
    assertThat(server.open()).isEqualTo(1);
  }

  @Test
  void shouldSendNothingWhereRequiredTlsIsNotOffered() {
    // Given
    policy.set(
        TestPolicy.version(1).manner(TestPolicy.domain(DOMAIN), Manner.TLS, "required").made());

    // When
    var strict = offer(TestConsignment.to(DOMAIN)).outcome();
    var easy = offer(new TestConsignment(DOMAIN, OTHER)).outcome();

    // Then
    assertThat(strict.verdict()).isInstanceOf(Verdict.Deferred.class);
    assertThat(strict.verdict().said().enhanced()).isEqualTo("4.7.4");
    assertThat(strict.scope()).isEqualTo(FailureScope.PATH);
    assertThat(easy.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(server.messages()).hasSize(1);
  }

  @Test
  void shouldSendNothingToAStrangerWhereTlsIsRequired(@TempDir Path folder) throws Exception {
    // Given
    server.offering("STARTTLS").withTls(TestCertificate.of(folder, "somebody.else").server());
    policy.set(TestPolicy.version(1).manner(Manner.TLS, "required").made());

    // When
    var outcome = offer(TestConsignment.to(DOMAIN)).outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Deferred.class);
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("4.7.5");
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void shouldUseNoTlsWhereThePolicySaysSo() {
    // Given
    server.offering("STARTTLS");
    policy.set(TestPolicy.version(1).manner(Manner.TLS, "none").made());

    // When
    var outcome = offer(TestConsignment.to(DOMAIN)).outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(server.visits().getFirst().commands()).doesNotContain("STARTTLS");
  }

  @Test
  void shouldDeferWhatWaitsAfterSoManyFailuresInARow() {
    // Given
    server.answering("", "554 5.3.0 not today");
    policy.set(TestPolicy.version(1).manner(Manner.FAILURES_BEFORE_DELAY, "3").made());

    // When
    var first = offer(TestConsignment.to(DOMAIN)).outcome();
    var dialed = server.visits().size();
    var second = offer(TestConsignment.to(DOMAIN)).outcome();

    // Then
    assertThat(first.verdict()).isInstanceOf(Verdict.Deferred.class);
    assertThat(dialed).isEqualTo(3);
    assertThat(second.verdict()).isInstanceOf(Verdict.Deferred.class);
    assertThat(server.visits()).hasSize(4);
  }

  @Test
  void shouldSayWhichLimitLetNothingOut() {
    // Given
    policy.set(TestPolicy.version(1).limit(Per.SITE, Kind.CONNECTIONS, 0).made());

    // When
    var outcome =
        offer(TestConsignment.to(DOMAIN).validUntil(System.currentTimeMillis() + 100)).outcome();

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(outcome.scope()).isEqualTo(FailureScope.PATH);
    assertThat(outcome.verdict().said().text()).endsWith("connections site example.com allows 0");
  }
}

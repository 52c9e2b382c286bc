package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.FailureScope;
import milena.delivery.outcome.Verdict;
import milena.delivery.path.Leases;
import milena.delivery.path.TestPolicy;
import milena.delivery.sign.SigningKeys;
import milena.mail.route.MxHost;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Source;
import milena.runtime.config.Secret;
import milena.runtime.observe.Meters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where mail leaves from, on real sockets. */
class SourcesTest {

  private static final String DOMAIN = "example.com";

  /** From the block for documentation: this machine does not have it. */
  private static final String NOT_OURS = "192.0.2.7";

  private final AtomicReference<Policy> policy = new AtomicReference<>(Policy.NONE);
  private final Meters meters = new Meters();
  private TestServer server;
  private SmtpLanes lanes;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    lanes = lanes(TestDirectory.relaying(DOMAIN, server.port()));
  }

  @AfterEach
  void stop() {
    lanes.close();
    server.close();
  }

  private SmtpLanes lanes(TestDirectory directory) {
    return lanes(directory, "open sesame");
  }

  private SmtpLanes lanes(TestDirectory directory, String password) {
    var config = SmtpLanesTest.config().withMxPort(1).withProxyPassword(new Secret(password));
    return SmtpLanes.open(
        new SmtpLanes.Parts(
            config,
            directory,
            SigningKeys.none(),
            policy::get,
            Leases.NONE,
            Clocks.system(),
            new LaneMeters(meters)));
  }

  private TestConsignment offer(String source) {
    var consignment = TestConsignment.to(DOMAIN).from(source);
    lanes.offer(consignment);
    return consignment;
  }

  private AttemptOutcome attempt(String source) {
    return offer(source).outcome();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void assertNotTried(AttemptOutcome outcome, String why) {
    assertThat(outcome.verdict()).isInstanceOf(Verdict.NotTried.class);
    assertThat(outcome.scope()).isEqualTo(FailureScope.SOURCE);
    assertThat(outcome.verdict().said().text()).contains(why);
  }

  @Test
  void shouldLeaveFromTheSourceAndSayItsName() {
    // Given
    policy.set(
        TestPolicy.version(1)
            .source("mta2", "127.0.0.2", "mta2.example")
            .source("mta3", "127.0.0.3", "mta3.example")
            .made());

    // When
    var offered =
        IntStream.range(0, 60).mapToObj(i -> offer(i % 2 == 0 ? "mta2" : "mta3")).toList();

    // Then
    for (int i = 0; i < offered.size(); i++) {
      assertThat(offered.get(i).outcome().verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(offered.get(i).outcome().hop().source())
          .isEqualTo(i % 2 == 0 ? "127.0.0.2" : "127.0.0.3");
    }
    assertThat(server.visits())
        .extracting(TestServer.Visit::peer)
        .containsOnly("127.0.0.2", "127.0.0.3");
    assertThat(server.visits())
        .allSatisfy(
            visit ->
                assertThat(visit.commands().getFirst())
                    .isEqualTo(
                        visit.peer().equals("127.0.0.2")
                            ? "EHLO mta2.example"
                            : "EHLO mta3.example"));
  }

  @Test
  void shouldUseASourceForHostsOfItsOwnFamilyAndAtItsPort() {
    // Given
    lanes.close();
    lanes =
        lanes(
            new TestDirectory()
                .exchangers(DOMAIN, new MxHost("mx.example.com", 10))
                .host("mx.example.com", "::1", "127.0.0.1"));
    policy.set(
        TestPolicy.version(1)
            .source(new Source("mta2", "127.0.0.2", "", server.port(), null, Place.BUILT_IN))
            .made());

    // When
    var outcome = attempt("mta2");

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(outcome.hop().remoteAddress()).isEqualTo("127.0.0.1:" + server.port());
  }

  @Test
  void shouldNotTryASourceThatThePolicyHasNoMore() {
    // Given
    policy.set(TestPolicy.version(3).made());

    // When
    var outcome = attempt("mta2");

    // Then
    assertNotTried(outcome, "version 3 of the policy knows no source mta2");
    assertThat(server.visits()).isEmpty();
  }

  @Test
  void shouldTakeASourceOutWhoseAddressCannotBeBoundUntilThePolicyChangesIt() {
    // Given
    policy.set(TestPolicy.version(1).source("mta2", NOT_OURS, "").made());

    // When
    var first = attempt("mta2");
    var second = attempt("mta2");
    var sick = lanes.sickSources();
    policy.set(TestPolicy.version(2).source("mta2", "127.0.0.2", "").made());
    var third = attempt("mta2");

    // Then
    assertNotTried(first, "source mta2: ");
    assertNotTried(second, "source mta2: ");
    assertThat(sick).containsExactly("mta2");
    assertThat(third.verdict()).isInstanceOf(Verdict.Delivered.class);
    await().atMost(Duration.ofSeconds(20)).until(() -> lanes.sickSources().isEmpty());
  }

  @Test
  void shouldTakeASourceBackWhenItsProxyIsThereAgain() throws IOException {
    // Given
    var port = freePort();
    policy.set(
        TestPolicy.version(1)
            .source("mta2", "127.0.0.2", new Source.HaProxy("127.0.0.1", port))
            .made());

    // When
    var away = attempt("mta2");
    await().until(() -> meters.scrape().contains("source_healthy{source=\"mta2\"} 0"));
    try (var proxy = TestProxy.haProxy(port)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> lanes.sickSources().isEmpty());
      var back = attempt("mta2");

      // Then
      assertNotTried(away, "source mta2: proxy: ");
      assertThat(back.verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(back.hop().source()).isEqualTo("127.0.0.2");
      assertThat(back.hop().remoteAddress()).isEqualTo("127.0.0.1:" + server.port());
      assertThat(proxy.asked()).containsExactly("127.0.0.2 > 127.0.0.1:" + server.port());
      assertThat(server.visits()).extracting(TestServer.Visit::peer).containsExactly("127.0.0.2");
      assertThat(meters.scrape()).contains("source_healthy{source=\"mta2\"} 1");
    }
  }

  @Test
  void shouldLeaveThroughASocksProxyWithAndWithoutLogin() throws IOException {
    for (var user : List.of("", "milena")) {
      try (var proxy = TestProxy.socks(user.isEmpty() ? "" : user + ":open sesame")) {
        // Given
        policy.set(
            TestPolicy.version(proxy.port())
                .source("mta2", "", new Source.Socks5("127.0.0.1", proxy.port(), user))
                .made());

        // When
        var outcome = attempt("mta2");

        // Then
        assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
        assertThat(proxy.asked()).containsExactly("> 127.0.0.1:" + server.port());
      }
    }
  }

  @Test
  void shouldTakeASourceOutWhoseProxyRefusesTheLogin() throws IOException {
    try (var proxy = TestProxy.socks("milena:another")) {
      // Given
      policy.set(
          TestPolicy.version(1)
              .source("mta2", "", new Source.Socks5("127.0.0.1", proxy.port(), "milena"))
              .made());

      // When
      var outcome = attempt("mta2");

      // Then
      assertNotTried(outcome, "SOCKS proxy: it refuses the login");
      assertThat(lanes.sickSources()).containsExactly("mta2");
    }
  }

  @Test
  void shouldNotLogInWithWhatTheProtocolCannotSay() throws IOException {
    for (var password : List.of("", "\u00fc".repeat(128))) {
      lanes.close();
      lanes = lanes(TestDirectory.relaying(DOMAIN, server.port()), password);
      try (var proxy = TestProxy.socks("milena:" + password)) {
        // Given
        policy.set(
            TestPolicy.version(proxy.port())
                .source("mta2", "", new Source.Socks5("127.0.0.1", proxy.port(), "milena"))
                .made());

        // When
        var outcome = attempt("mta2");

        // Then
        assertNotTried(outcome, "needs the setting proxy-password, of 1 to 255 bytes");
        assertThat(outcome.verdict().said().text()).doesNotContain("\u00fc");
      }
    }
  }

  @Test
  void shouldBlameTheSiteAndNotTheProxyThatCannotReachIt() throws IOException {
    try (var proxy = TestProxy.socks("")) {
      // Given
      server.close();
      policy.set(
          TestPolicy.version(1)
              .source("mta2", "", new Source.Socks5("127.0.0.1", proxy.port(), ""))
              .made());

      // When
      var outcome = attempt("mta2");

      // Then
      assertThat(outcome.verdict()).isInstanceOf(Verdict.Deferred.class);
      assertThat(outcome.scope()).isEqualTo(FailureScope.PATH);
      assertThat(outcome.verdict().said().text()).contains("connection refused");
      assertThat(lanes.sickSources()).isEmpty();
    }
  }
}

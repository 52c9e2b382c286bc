package milena.delivery.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.FailureScope;
import milena.delivery.outcome.SessionStage;
import milena.delivery.outcome.Verdict;
import milena.mail.route.MxHost;
import milena.mail.route.Route;
import milena.mail.route.address.Addresses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostFallbackTest {

  private static final String DOMAIN = "example.com";
  private static final MxHost FIRST = new MxHost("mx1.example.com", 10);
  private static final MxHost SECOND = new MxHost("mx2.example.com", 20);

  /** Answers on 127.0.0.2; other addresses of the loopback range refuse its port. */
  private TestServer good;

  private TestServer bad;

  @BeforeEach
  void start() throws IOException {
    good = new TestServer(TestServer.loopback(2), 0);
    bad = new TestServer(TestServer.loopback(3), good.port());
  }

  @AfterEach
  void stop() {
    good.close();
    bad.close();
  }

  private ConnectConfig config() {
    return SmtpLanesTest.config().withMxPort(good.port());
  }

  private AttemptOutcome attempt(TestDirectory directory) {
    try (var lanes = SmtpLanesTest.lanes(directory, config())) {
      var consignment = TestConsignment.to(DOMAIN);
      lanes.offer(consignment);
      return consignment.outcome();
    }
  }

  @Test
  void shouldTakeTheNextAddressWhenOneRefusesTheConnection() {
    // When
    var outcome =
        attempt(
            new TestDirectory()
                .exchangers(DOMAIN, FIRST)
                .host(FIRST.name(), "127.0.0.9", "127.0.0.2"));

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
    assertThat(outcome.hop().remoteAddress()).isEqualTo("127.0.0.2:" + good.port());
    assertThat(outcome.hop().remoteHost()).isEqualTo(FIRST.name());
  }

  @Test
  void shouldTakeTheNextHostWhenOneIsBusyOrWillNotTalk() {
    for (var answer : List.of("421 busy", "554 5.7.1 no", TestServer.HANG_UP)) {
      // Given
      bad.answering("", answer);

      // When
      var outcome =
          attempt(
              new TestDirectory()
                  .exchangers(DOMAIN, SECOND, FIRST)
                  .host(FIRST.name(), "127.0.0.3")
                  .host(SECOND.name(), "127.0.0.2"));

      // Then
      assertThat(outcome.verdict()).isInstanceOf(Verdict.Delivered.class);
      assertThat(outcome.hop().remoteHost()).isEqualTo(SECOND.name());
    }
    assertThat(bad.visits()).hasSize(3);
  }

  @Test
  void shouldTryEqualHostsInVaryingOrder() {
    // Given
    var directory =
        new TestDirectory()
            .exchangers(DOMAIN, FIRST, new MxHost(SECOND.name(), FIRST.preference()))
            .host(FIRST.name(), "127.0.0.2")
            .host(SECOND.name(), "127.0.0.3");

    // When
    for (var i = 0; i < 40 && (good.visits().isEmpty() || bad.visits().isEmpty()); i++) {
      attempt(directory);
    }

    // Then
    assertThat(good.visits()).isNotEmpty();
    assertThat(bad.visits()).isNotEmpty();
  }

  @Test
  void shouldDeferAllThatWaitWhenNobodyCanBeReached() {
    // Given
    var directory =
        new TestDirectory()
            .exchangers(DOMAIN, FIRST, SECOND)
            .host(FIRST.name(), "127.0.0.8", "127.0.0.9")
            .host(SECOND.name(), new Addresses.Unknown("no answer from DNS"));
    try (var lanes = SmtpLanesTest.lanes(directory, config())) {

      // When
      var offered = IntStream.range(0, 100).mapToObj(_ -> TestConsignment.to(DOMAIN)).toList();
      offered.forEach(lanes::offer);

      // Then
      assertThat(offered)
          .allSatisfy(
              c -> {
                assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Deferred.class);
                assertThat(c.outcome().scope()).isEqualTo(FailureScope.SITE);
                assertThat(c.outcome().verdict().said().text())
                    .contains("no answer from DNS", "last of 3");
              });
      assertThat(lanes.waiting()).isZero();
    }
  }

  @Test
  void shouldTryNoHostAfterOneThatIsOurselves() {
    // When
    var outcome =
        attempt(
            new TestDirectory()
                .exchangers(DOMAIN, FIRST, SECOND)
                .host(FIRST.name(), new Addresses.Refused("5.4.6", "that is us"))
                .host(SECOND.name(), "127.0.0.2"));

    // Then
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Deferred.class);
    assertThat(good.visits()).isEmpty();
  }

  @Test
  void shouldTellDomainsWithoutRouteAtOnce() {
    record Case(Route route, String word, String enhanced, String text) {}
    var cases =
        List.of(
            new Case(new Route.NoMail(DOMAIN), "bounced", "5.1.10", "null MX"),
            new Case(new Route.NoSuchDomain(DOMAIN, "no such domain"), "bounced", "5.1.2", "no"),
            new Case(new Route.Refused("5.4.6", "a loop"), "bounced", "5.4.6", "a loop"),
            new Case(
                new Route.Unknown("no answer", Duration.ZERO), "deferred", "4.4.3", "no answer"),
            new Case(new Route.MxNotAllowed(), "deferred", "", "mx-not-allowed"));
    for (var each : cases) {
      // When
      var outcome = attempt(new TestDirectory().route(DOMAIN, each.route()));

      // Then
      assertThat(outcome.verdict().word()).isEqualTo(each.word());
      assertThat(outcome.verdict().said().enhanced()).isEqualTo(each.enhanced());
      assertThat(outcome.verdict().said().text()).contains(each.text());
      assertThat(outcome.verdict().stage()).isEqualTo(SessionStage.ROUTE);
    }
  }

  @Test
  void shouldNotTryWhatIsNoLongerValidWhenAConnectionIsSlowToCome() throws IOException {
    // Given
    bad.answering("", TestServer.SILENCE);
    var directory = new TestDirectory().exchangers(DOMAIN, FIRST).host(FIRST.name(), "127.0.0.3");
    try (var lanes = SmtpLanesTest.lanes(directory, config())) {

      // When
      var consignment = TestConsignment.to(DOMAIN).validUntil(System.currentTimeMillis() + 300);
      lanes.offer(consignment);

      // Then
      assertThat(consignment.outcome().verdict()).isInstanceOf(Verdict.NotTried.class);
    }
  }

  @Test
  void shouldShareTheLimitAmongDestinationsOfOneSite() {
    // Given
    var directory =
        new TestDirectory()
            .exchangers("a.example", FIRST)
            .exchangers("b.example", SECOND)
            .host(FIRST.name(), "127.0.0.2")
            .host(SECOND.name(), "127.0.0.3");
    var limited = config().withLimits(new SiteLimits(1, 1000, 100));
    try (var lanes = SmtpLanesTest.lanes(directory, limited)) {

      // When
      var offered =
          IntStream.range(0, 200)
              .mapToObj(i -> new TestConsignment("site", i % 2 == 0 ? "a.example" : "b.example"))
              .toList();
      offered.forEach(lanes::offer);

      // Then
      assertThat(offered)
          .allSatisfy(c -> assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Delivered.class));
      assertThat(good.messages()).hasSize(100);
      assertThat(bad.messages()).hasSize(100);
    }
  }

  @Test
  void shouldKeepToTheConnectionsItHasWhenTheServerAllowsNoMore() {
    // Given
    good.answering(
        (visit, line) ->
            line.isEmpty() && visit.number() > 0
                ? Optional.of("421 4.7.0 too many connections")
                : Optional.empty());
    var directory = new TestDirectory().exchangers(DOMAIN, FIRST).host(FIRST.name(), "127.0.0.2");
    try (var lanes = SmtpLanesTest.lanes(directory, config())) {

      // When
      var offered = IntStream.range(0, 80).mapToObj(_ -> TestConsignment.to(DOMAIN)).toList();
      offered.forEach(lanes::offer);

      // Then
      assertThat(offered)
          .allSatisfy(c -> assertThat(c.outcome().verdict()).isInstanceOf(Verdict.Delivered.class));
      assertThat(good.visits().size()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void shouldRefuseAPortThatNobodyListensOn() throws IOException {
    // Given
    int free;
    try (var closed = new ServerSocket(0)) {
      free = closed.getLocalPort();
    }
    var directory = TestDirectory.relaying(DOMAIN, free);

    // When
    var outcome = attempt(directory);

    // Then
    assertThat(outcome.verdict().stage()).isEqualTo(SessionStage.CONNECT);
    assertThat(outcome.verdict().said().enhanced()).isEqualTo("4.4.1");
  }
}

package milena.mail.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import milena.mail.route.address.AddressRange;
import milena.mail.route.dns.DnsSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class RouteFinderTest {

  private static final String PUBLIC = "8.8.4.4";

  private final VirtualClock clock = new VirtualClock();
  private FakeDns dns;
  private MailRouting routing;

  @BeforeEach
  void open() throws IOException {
    dns = new FakeDns();
    reopen(config());
  }

  @AfterEach
  void close() throws IOException {
    routing.close();
    dns.close();
  }

  @Test
  void shouldTakeUpWhatWasFoundBeforeAsLongAsItHolds() {
    // Given
    var until = clock.instant().plus(Duration.ofMinutes(5));
    var found =
        new Route.MailExchangers("mx.example.net", List.of(new MxHost("mx.example.net", 5)), until);

    // When
    routing.routes().remember("Example.COM", found);

    // Then
    assertThat(routing.routes().known("example.com")).contains(found);
    clock.pass(Duration.ofMinutes(6));
    assertThat(routing.routes().known("example.com")).isEmpty();
    routing.routes().remember("example.com", found);
    assertThat(routing.routes().known("example.com")).isEmpty();
  }

  @Test
  void shouldGoToExchangersInOrderOfPreference() {
    // Given
    dns.mx("example.com", 20, "mx2.example.net").mx("example.com", 10, "MX1.example.net");
    dns.address("mx1.example.net", PUBLIC);

    // When
    var route = find("Example.COM");

    // Then
    assertThat(route)
        .isEqualTo(
            new Route.MailExchangers(
                "(mx1|mx2).example.net",
                List.of(new MxHost("mx1.example.net", 10), new MxHost("mx2.example.net", 20)),
                clock.instant().plusSeconds(300)));
    assertThat(routing.routes().known("example.com")).contains(route);
  }

  @Test
  void shouldKeepEqualPreferencesTogether() {
    dns.mx("example.com", 10, "b.example.net").mx("example.com", 10, "a.example.net");
    dns.mx("example.com", 10, "a.example.net").mx("example.com", 30, "b.example.net");
    dns.address("a.example.net", PUBLIC);

    assertThat(hosts(find("example.com")))
        .containsExactly(new MxHost("a.example.net", 10), new MxHost("b.example.net", 10));
  }

  @Test
  void shouldBounceForNullMx() {
    dns.mx("example.com", 0, ".");

    var route = find("example.com");

    assertThat(route).isEqualTo(new Route.NoMail("example.com"));
    assertThat(((Route.Undeliverable) route).code()).isEqualTo("5.1.10");
    assertThat(((Route.Undeliverable) route).replyCode()).isEqualTo(556);
  }

  @Test
  void shouldIgnoreNullMxBesideOthers() {
    dns.mx("example.com", 0, ".").mx("example.com", 10, "mx.example.net");
    dns.address("mx.example.net", PUBLIC);

    assertThat(hosts(find("example.com"))).containsExactly(new MxHost("mx.example.net", 10));
  }

  @Test
  void shouldBounceForDomainThatDoesNotExist() {
    assertThat(find("nowhere.example")).isInstanceOf(Route.NoSuchDomain.class);
    assertThat(dns.asked()).containsExactly("udp MX nowhere.example");
  }

  @Test
  void shouldBounceForDomainWithNeitherMxNorAddress() {
    dns.empty("example.com");

    assertThat(find("example.com")).isInstanceOf(Route.NoSuchDomain.class);
    assertThat(dns.asked())
        .containsExactlyInAnyOrder(
            "udp MX example.com", "udp A example.com", "udp AAAA example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {PUBLIC, "2a00:1450::1"})
  void shouldGoToTheDomainItselfWithoutMx(String address) {
    dns.address("example.com", address);

    assertThat(hosts(find("example.com"))).containsExactly(new MxHost("example.com", 0));
  }

  @ParameterizedTest
  @EnumSource(FakeDns.Mood.class)
  void shouldNotKnowWhileDnsFails(FakeDns.Mood mood) {
    // Given
    reopen(config().withDns(dnsSettings().withTimeout(Duration.ofMillis(200), 2)));
    dns.mx("example.com", 10, "mx.example.net").address("mx.example.net", PUBLIC);
    dns.mood("example.com", mood);

    // When, Then
    assertThat(find("example.com")).isInstanceOf(Route.Unknown.class);

    // When
    dns.calm("example.com");
    clock.pass(Duration.ofSeconds(5));

    // Then
    assertThat(find("example.com")).isInstanceOf(Route.MailExchangers.class);
  }

  @Test
  void shouldNotBounceForMissingMxWhileAddressesAreUntold() {
    dns.empty("example.com");
    dns.twist(
        response -> {
          if (response.getQuestion().getType() != Type.MX) {
            response.getHeader().setRcode(Rcode.SERVFAIL);
          }
          return response;
        });

    assertThat(find("example.com")).isInstanceOf(Route.Unknown.class);
  }

  @Test
  void shouldPauseLongerWithEachFailureInARow() {
    dns.mood("example.com", FakeDns.Mood.SERVFAIL);

    var pauses = new ArrayList<Long>();
    for (var i = 0; i < 5; i++) {
      var route = (Route.Unknown) find("example.com");
      pauses.add(route.pause().toSeconds());
      assertThat(routing.routes().known("example.com")).contains(route);
      clock.pass(route.pause());
      assertThat(routing.routes().known("example.com")).isEmpty();
    }

    assertThat(pauses).containsExactly(5L, 10L, 20L, 30L, 30L);
  }

  @Test
  void shouldAskOverTcpWhenTheAnswerDoesNotFit() {
    for (var i = 0; i < 200; i++) {
      dns.mx("example.com", i, "mail-exchanger-with-a-long-name-" + i + ".example.net");
    }
    dns.address("mail-exchanger-with-a-long-name-0.example.net", PUBLIC);

    var route = (Route.MailExchangers) find("example.com");

    assertThat(dns.asked()).startsWith("udp MX example.com", "tcp MX example.com");
    assertThat(route.hosts()).hasSize(20);
    assertThat(route.hosts().getLast().preference()).isEqualTo(19);
    assertThat(route.site()).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void shouldSurviveHugeAnswers() {
    for (var i = 0; i < 5_000; i++) {
      dns.mx("bursting.example", 10, "h" + i + ".x");
      if (i % 2 == 0) {
        dns.mx("huge.example", 10, "h" + i + ".x");
      }
    }
    dns.address("h0.x", PUBLIC);

    assertThat(hosts(find("huge.example"))).hasSize(20);
    assertThat(find("bursting.example")).isInstanceOf(Route.Unknown.class);
  }

  @Test
  void shouldFollowAliases() {
    dns.ttl(7_200).cname("example.com", "a.example.net");
    dns.ttl(90).cname("a.example.net", "b.example.net");
    dns.ttl(7_200).mx("b.example.net", 10, "mx.example.net").address("mx.example.net", PUBLIC);

    var route = (Route.MailExchangers) find("example.com");

    assertThat(hosts(route)).containsExactly(new MxHost("mx.example.net", 10));
    assertThat(route.validUntil()).isEqualTo(clock.instant().plusSeconds(90));
  }

  @Test
  void shouldAskOnWhereTheServerStopsFollowingAliases() {
    dns.notFollowingAliases().cname("example.com", "a.example.net").cname("a.example.net", "b.x");
    dns.mx("b.x", 10, "mx.example.net").address("mx.example.net", PUBLIC);

    assertThat(find("example.com")).isInstanceOf(Route.MailExchangers.class);
    assertThat(dns.asked()).startsWith("udp MX example.com", "udp MX a.example.net", "udp MX b.x");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGiveUpOnLoopsOfAliases(boolean inOneAnswer) {
    if (!inOneAnswer) {
      dns.notFollowingAliases();
    }
    dns.cname("a.example", "b.example").cname("b.example", "a.example");
    dns.cname("self.example", "self.example");

    assertThat(find("a.example")).isInstanceOf(Route.Unknown.class);
    assertThat(find("self.example")).isInstanceOf(Route.Unknown.class);
    assertThat(dns.asked()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void shouldGiveUpOnEndlessChainsOfAliases() {
    dns.notFollowingAliases();
    for (var i = 0; i < 50; i++) {
      dns.cname("n" + i + ".example", "n" + (i + 1) + ".example");
    }

    assertThat(find("n0.example")).isInstanceOf(Route.Unknown.class);
    assertThat(dns.asked()).hasSizeLessThanOrEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "10.1.2.3", "169.254.1.1", "0.0.0.0", "224.0.0.1", "::1", "fd00::1"})
  void shouldRefuseExchangersInOurOwnNetwork(String address) {
    dns.mx("example.com", 10, "mx.example.net").address("mx.example.net", address);
    dns.address("example.org", address);

    assertThat(code(find("example.com"))).isEqualTo("5.4.4");
    assertThat(code(find("example.org"))).isEqualTo("5.4.4");
  }

  @Test
  void shouldUseExchangersBehindRefusedOnes() {
    dns.mx("example.com", 10, "bad.example.net").address("bad.example.net", "127.0.0.1");
    dns.mx("example.com", 20, "gone.example.net");
    dns.mx("example.com", 30, "good.example.net").address("good.example.net", PUBLIC);

    assertThat(hosts(find("example.com"))).hasSize(3);
  }

  @Test
  void shouldRefuseWhenNoExchangerHasAnAddress() {
    dns.mx("example.com", 10, "gone.example.net").mx("example.com", 20, "empty.example.net");
    dns.empty("empty.example.net");

    assertThat(code(find("example.com"))).isEqualTo("5.4.4");
  }

  @Test
  void shouldRefuseMxRecordsThatNameNoHost() {
    dns.mx("example.com", 10, "192.0.2.1").mx("example.com", 20, "a b.example.net");

    assertThat(code(find("example.com"))).isEqualTo("5.4.4");
    assertThat(dns.asked()).containsExactly("udp MX example.com");
  }

  @Test
  void shouldDeliverIntoOpenedRanges() {
    reopen(
        config()
            .withMx(
                MxPolicy.allow()
                    .withPort(2525)
                    .withAllowedTo(List.of(AddressRange.parse("127.0.0.0/8")))));
    dns.mx("example.com", 10, "mx.example.net").address("mx.example.net", "127.0.0.1");

    assertThat(find("example.com")).isInstanceOf(Route.MailExchangers.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
  void shouldSeeLoopsToOurOwnListeners(String listener) {
    // Given
    reopen(
        config()
            .withMx(
                MxPolicy.allow()
                    .withPort(2525)
                    .withAllowedTo(List.of(AddressRange.parse("127.0.0.0/8"))))
            .withOurselves(new Ourselves(Set.of(new InetSocketAddress(listener, 2525)), Set.of())));
    dns.mx("example.com", 10, "us.example.net").address("us.example.net", "127.0.0.1");
    dns.mx("example.com", 20, "backup.example.net").address("backup.example.net", PUBLIC);

    // When, Then
    assertThat(code(find("example.com"))).isEqualTo("5.4.6");
  }

  @Test
  void shouldUseOnlyExchangersPreferredToOurselves() {
    reopen(config().withOurselves(new Ourselves(Set.of(), Set.of("Us.example.net"))));
    dns.mx("example.com", 10, "first.example.net").address("first.example.net", PUBLIC);
    dns.mx("example.com", 20, "also.example.net").mx("example.com", 20, "us.example.net");
    dns.mx("loop.example", 10, "us.example.net").mx("loop.example", 20, "first.example.net");

    assertThat(hosts(find("example.com"))).containsExactly(new MxHost("first.example.net", 10));
    assertThat(code(find("loop.example"))).isEqualTo("5.4.6");
  }

  @Test
  void shouldTakeAddressLiterals() {
    assertThat(hosts(find("[8.8.4.4]"))).containsExactly(new MxHost("[8.8.4.4]", 0));
    assertThat(hosts(find("[IPv6:2A00:1450::1]")))
        .containsExactly(new MxHost("[ipv6:2a00:1450::1]", 0));
    assertThat(code(find("[127.0.0.1]"))).isEqualTo("5.4.4");
    assertThat(code(find("[IPv6:::1]"))).isEqualTo("5.4.4");
    assertThat(code(find("[256.1.1.1]"))).isEqualTo("5.1.2");
    assertThat(dns.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "a b", "-\0", "192.0.2.1", "é.example", "a.example."})
  void shouldNotAskForWhatIsNoDomain(String domain) {
    assertThat(code(find(domain))).isEqualTo("5.1.2");
    assertThat(dns.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 59, 60, 86_400, 604_800, Integer.MAX_VALUE})
  void shouldBelieveAnswersBetweenAMinuteAndADay(int ttl) {
    dns.ttl(ttl).mx("example.com", 10, "mx.example.net").address("mx.example.net", PUBLIC);

    var kept = Duration.between(clock.instant(), validUntil(find("example.com")));

    assertThat(kept.toSeconds()).isEqualTo(Math.clamp(ttl, 60, 86_400));
    clock.pass(kept.minusMillis(1));
    assertThat(routing.routes().known("example.com")).isPresent();
    clock.pass(Duration.ofMillis(1));
    assertThat(routing.routes().known("example.com")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60, 1_800, 3_600, 86_400})
  void shouldBelieveNegativeAnswersBetweenAMinuteAndAnHour(int ttl) {
    dns.ttl(ttl);
    var kept = Duration.ofSeconds(Math.clamp(ttl, 60, 3_600));
    assertThat(find("nowhere.example")).isInstanceOf(Route.NoSuchDomain.class);

    clock.pass(kept.minusMillis(1));
    assertThat(routing.routes().known("nowhere.example")).isPresent();
    clock.pass(Duration.ofMillis(1));
    assertThat(routing.routes().known("nowhere.example")).isEmpty();
  }

  @Test
  void shouldAskOnceForEqualQuestions() {
    // Given
    reopen(config().withDns(dnsSettings().withTimeout(Duration.ofMillis(300), 1)));
    dns.mood("example.com", FakeDns.Mood.SILENT);

    // When
    var finds = new ArrayList<CompletableFuture<Route>>();
    for (var i = 0; i < 100; i++) {
      finds.add(routing.routes().find("example.com"));
    }
    finds.getFirst().complete(new Route.NoMail("forged"));

    // Then
    for (var find : finds.subList(1, finds.size())) {
      assertThat(find.orTimeout(10, TimeUnit.SECONDS).join()).isInstanceOf(Route.Unknown.class);
    }
    assertThat(dns.asked()).hasSize(1);
  }

  @Test
  void shouldBoundQuestionsUnderWayAndWaiting() {
    // Given
    reopen(config().withDns(dnsSettings().withTimeout(Duration.ofMillis(500), 1).withLimits(4, 6)));
    var finds = new ArrayList<CompletableFuture<Route>>();

    // When
    for (var i = 0; i < 30; i++) {
      dns.mood("d" + i + ".example", FakeDns.Mood.SILENT);
      finds.add(routing.routes().find("d" + i + ".example"));
    }

    // Then
    var overflow = new AtomicInteger();
    for (var find : finds) {
      var route = (Route.Unknown) find.orTimeout(20, TimeUnit.SECONDS).join();
      if (route.pause().isZero()) {
        overflow.incrementAndGet();
      }
    }
    assertThat(overflow).hasValue(20);
    assertThat(dns.asked()).hasSize(10);
    assertThat(routing.routes().remembered()).isEqualTo(10);
    assertThat(routing.routes().underWay()).isZero();
  }

  @Test
  void shouldBoundWhatItRemembers() {
    reopen(config().withDns(dnsSettings().withCacheBytes(100_000)));
    for (var i = 0; i < 1_000; i++) {
      assertThat(find("d" + i + ".example")).isInstanceOf(Route.NoSuchDomain.class);
    }

    assertThat(routing.routes().remembered()).isBetween(50, 300);
  }

  @Test
  void shouldAnswerUnknownOnceClosed() {
    dns.mood("example.com", FakeDns.Mood.SILENT);
    var pending = routing.routes().find("example.com");

    routing.close();

    assertThat(pending.orTimeout(1, TimeUnit.SECONDS).join()).isInstanceOf(Route.Unknown.class);
    assertThat(find("example.org")).isInstanceOf(Route.Unknown.class);
  }

  private RoutingConfig config() {
    return RoutingConfig.defaults().withMx(MxPolicy.allow()).withDns(dnsSettings());
  }

  private DnsSettings dnsSettings() {
    return DnsSettings.defaults().withServer(dns.address());
  }

  private void reopen(RoutingConfig config) {
    if (routing != null) {
      routing.close();
    }
    routing = MailRouting.open(config, clock);
  }

  private Route find(String domain) {
    return routing.routes().find(domain).orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static List<MxHost> hosts(Route route) {
    return ((Route.MailExchangers) route).hosts();
  }

  private static Instant validUntil(Route route) {
    return ((Route.MailExchangers) route).validUntil();
  }

  private static String code(Route route) {
    return ((Route.Undeliverable) route).code();
  }
}

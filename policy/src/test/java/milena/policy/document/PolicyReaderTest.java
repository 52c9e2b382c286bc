package milena.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import milena.policy.Bound;
import milena.policy.Hours;
import milena.policy.Kind;
import milena.policy.Manner;
import milena.policy.Per;
import milena.policy.Policy;
import milena.policy.Reaction.Act;
import milena.policy.Selector;
import milena.policy.Source;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {

  /** Every key once, without anything that is wrong or of no effect. */
  static final String COMPLETE =
      """
      sources:
        mta1: {address: 192.0.2.10, ehlo: mta1.example.com, port: 2525, proxy: "haproxy://10.0.0.1:5000"}
        mta2: {proxy: "socks5://me@proxy.example:1080"}
        mta9: {address: "2001:db8::9"}
        plain:
      pools:
        bulk: {mta1: 3, mta2: 1}
        warm: [mta9, plain]
      choose-pool:
        - {campaign: "news-*", pool: bulk}
        - {provider: google, meta: {stream: alerts}, pool: warm}
        - {pool: bulk}
      providers:
        google: {mx-suffix: [.google.com, .googlemail.com]}
        mine: {mx-host: [MX1.example.com], domain: ["*.example.com"]}
      limits:
        - {per: site, connections: 32, message-rate: 100/s, burst: 200}
        - {per: provider, provider: google, connections: 5, connection-rate: 10/min}
        - {group: small, domain: [B.example, a.example], message-rate: 10/min}
        - {per: path, messages-per-connection: 20, recipients-per-transaction: 10, outstanding: 50}
      servers:
        - {provider: google, tls: required, idle-timeout: 60s}
      retry:
        - {preset: postfix}
        - {tenant: acme, class: [QuotaIssues], wait: [20m, 40m], factor: 1.5, longest: 1d, jitter: 20%, expiry: 7d}
      hours:
        - {campaign: "news-*", days: [mon, tuesday], from: "09:00", to: "24:00", zone: Europe/Berlin}
      reactions:
        - {name: unusual, provider: google, when: "unusual rate", unless: "x", times: 2/h, do: [{suspend: path}, {lower: {per: path, message-rate: 10/min}}, bounce], for: 30m}
      warm-up:
        - {source: mta9, provider: [google], from: 2026-12-01, per-day: [50, 100]}
      shares:
        - {tenant: acme, weight: 3}
      """;

  @Test
  void shouldReadEveryKey() {
    // When
    var checked = PolicyReader.read(COMPLETE, Set.of("QuotaIssues"));

    // Then
    assertThat(checked.findings()).isEmpty();
    var policy = checked.policy().orElseThrow();
    waysShouldBeRead(policy);
    limitsShouldBeRead(policy);
    timesShouldBeRead(policy);
  }

  private static void waysShouldBeRead(Policy policy) {
    assertThat(policy.sources().keySet())
        .containsExactlyInAnyOrder("mta1", "mta2", "mta9", "plain");
    var first = Objects.requireNonNull(policy.sources().get("mta1"));
    assertThat(first.address()).isEqualTo("192.0.2.10");
    assertThat(first.ehlo()).isEqualTo("mta1.example.com");
    assertThat(first.port()).isEqualTo(2525);
    assertThat(first.proxy()).isEqualTo(new Source.HaProxy("10.0.0.1", 5000));
    assertThat(first.place().line()).isEqualTo(2);
    assertThat(policy.sources().get("mta2"))
        .extracting(Source::proxy)
        .isEqualTo(new Source.Socks5("proxy.example", 1080, "me"));
    assertThat(Objects.requireNonNull(policy.pools().get("bulk")).weights())
        .isEqualTo(Map.of("mta1", 3, "mta2", 1));
    assertThat(Objects.requireNonNull(policy.pools().get("warm")).weights())
        .isEqualTo(Map.of("mta9", 1, "plain", 1));
    assertThat(policy.poolRules())
        .extracting(rule -> rule.pool())
        .containsExactly("bulk", "warm", "bulk");
    assertThat(policy.poolRules().get(1).where().meta()).isEqualTo(Map.of("stream", "alerts"));
    assertThat(policy.provider("x.test", List.of("aspmx.l.google.com"))).isEqualTo("google");
    assertThat(policy.provider("x.test", List.of("mx1.example.com"))).isEqualTo("mine");
    assertThat(policy.warmUps().getFirst().from()).isEqualTo(LocalDate.of(2026, 12, 1));
    assertThat(policy.warmUps().getFirst().perDay()).containsExactly(50L, 100L);
    assertThat(policy.shares().getFirst().weight()).isEqualTo(3);
  }

  private static void limitsShouldBeRead(Policy policy) {
    assertThat(policy.limits().getFirst().bounds())
        .isEqualTo(
            Map.of(Kind.CONNECTIONS, Bound.of(32), Kind.MESSAGE_RATE, new Bound(100, 1000, 200)));
    assertThat(policy.limits().get(1).bounds())
        .containsEntry(Kind.CONNECTION_RATE, new Bound(10, 60_000, 1));
    var small = policy.limits().get(2);
    assertThat(small.per()).isEqualTo(Per.GROUP);
    assertThat(small.group()).isEqualTo("small");
    assertThat(small.where().domains()).containsExactly("a.example", "b.example");
    assertThat(policy.limits().get(3).bounds())
        .containsOnlyKeys(
            Kind.MESSAGES_PER_CONNECTION, Kind.RECIPIENTS_PER_TRANSACTION, Kind.OUTSTANDING);
    assertThat(policy.manners().getFirst().values())
        .isEqualTo(Map.of(Manner.TLS, "required", Manner.IDLE_TIMEOUT, "60000"));
    var reaction = policy.reactions().getFirst();
    assertThat(reaction.times()).isEqualTo(2);
    assertThat(reaction.withinMs()).isEqualTo(3_600_000);
    assertThat(reaction.acts())
        .containsExactly(
            new Act.Suspend(Per.PATH),
            new Act.Lower(Per.PATH, Kind.MESSAGE_RATE, new Bound(10, 60_000, 1)),
            new Act.Bounce());
    assertThat(reaction.hears("421 4.7.0 unusual rate")).isTrue();
  }

  private static void timesShouldBeRead(Policy policy) {
    assertThat(policy.retries().getFirst().where()).isEqualTo(Selector.ALL);
    var own = policy.retries().get(1);
    assertThat(own.classes()).containsExactly("QuotaIssues");
    assertThat(own.schedule().steps()).containsExactly(1_200_000L, 2_400_000L);
    assertThat(own.schedule().factor()).isEqualTo(1.5);
    assertThat(own.schedule().jitter()).isEqualTo(0.2);
    assertThat(own.schedule().expiryMs()).isEqualTo(Duration.ofDays(7).toMillis());
    var hours = policy.hours().getFirst();
    assertThat(hours.spans())
        .containsExactly(
            new Hours.Span(
                EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY),
                LocalTime.of(9, 0),
                LocalTime.MIDNIGHT));
    assertThat(hours.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void shouldReadSeveralSpansOfOneRule() {
    // When
    var checked =
        PolicyReader.read(
            """
            hours:
              - zone: Europe/Berlin
                spans:
                  - {days: [mon, tue], from: "09:00", to: "17:00"}
                  - {days: sat, from: "22:00", to: "02:00"}
            """,
            Set.of());

    // Then
    assertThat(checked.findings()).isEmpty();
    assertThat(checked.policy().orElseThrow().hours().getFirst().spans())
        .containsExactly(
            new Hours.Span(
                EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY),
                LocalTime.of(9, 0),
                LocalTime.of(17, 0)),
            new Hours.Span(
                EnumSet.of(DayOfWeek.SATURDAY), LocalTime.of(22, 0), LocalTime.of(2, 0)));
  }

  @Test
  void shouldTakeAnEmptyDocumentForNoPolicy() {
    assertThat(PolicyReader.read("", Set.of()))
        .isEqualTo(PolicyReader.read("# nothing yet\nlimits:\n", Set.of()));
    assertThat(PolicyReader.read("", Set.of()).policy()).contains(Policy.NONE);
  }

  @Test
  void shouldWaitAsOtherProgramsDo() {
    // When
    var policy =
        PolicyReader.read(
                """
                retry:
                  - {tenant: a, preset: postfix}
                  - {tenant: b, preset: exim, jitter: 0%}
                  - {tenant: c, preset: kumomta, expiry: 3d}
                """,
                Set.of())
            .policy()
            .orElseThrow();

    // Then
    assertThat(minutes(policy, 0, 6)).containsExactly(5L, 10L, 20L, 40L, 66L, 66L);
    assertThat(minutes(policy, 1, 16))
        .containsExactly(
            15L, 15L, 15L, 15L, 15L, 15L, 15L, 15L, 60L, 90L, 135L, 202L, 303L, 455L, 360L, 360L);
    assertThat(minutes(policy, 2, 4)).containsExactly(20L, 40L, 80L, 160L);
    assertThat(policy.retries())
        .extracting(rule -> Duration.ofMillis(rule.schedule().expiryMs()).toDays())
        .containsExactly(5L, 4L, 3L);
  }

  private static List<Long> minutes(Policy policy, int rule, int attempts) {
    var schedule = policy.retries().get(rule).schedule();
    return java.util.stream.IntStream.rangeClosed(1, attempts)
        .mapToObj(attempt -> schedule.waitMs(attempt, 0.5) / 60_000)
        .toList();
  }
}

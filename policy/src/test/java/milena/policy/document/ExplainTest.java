package milena.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Manner;
import milena.policy.Policy;
import milena.policy.RetryRule.Schedule;
import milena.policy.Traffic;
import org.junit.jupiter.api.Test;

class ExplainTest {

  private static final BuiltIn BUILT_IN =
      new BuiltIn(
          Map.of(Kind.CONNECTIONS, Bound.of(32), Kind.OUTSTANDING, Bound.of(1024)),
          Map.of(Manner.TLS, "opportunistic", Manner.IDLE_TIMEOUT, "5000"),
          new Schedule(List.of(1_200_000L), 2, 86_400_000, 0.1, 0));

  @Test
  void shouldSayWhatIsBuiltInWhereThereIsNoPolicy() {
    assertThat(lines(Policy.NONE, traffic("")))
        .containsExactly(
            "providers provider = none @ built-in",
            "choose-pool pool = none: no particular source @ built-in",
            "limits connections per site = 32 @ built-in",
            "limits outstanding per site = 1024 @ built-in",
            "servers tls = opportunistic @ built-in",
            "servers idle-timeout = 5s @ built-in",
            "retry schedule = wait 20m, factor 2, longest 1d, jitter 10% @ built-in",
            "hours hours = always @ built-in",
            "shares weight = 1 @ built-in");
  }

  @Test
  void shouldNameTheLineThatDecides() {
    // Given
    var policy = PolicyReader.read(PolicyReaderTest.COMPLETE, Set.of()).policy().orElseThrow();

    // When
    var lines = lines(policy, traffic("google"));

    // Then
    assertThat(lines)
        .contains(
            "providers provider = google @ providers.google (line 14)",
            "choose-pool pool = bulk @ choose-pool[0] (line 10)",
            "pools source mta1 = weight 3 @ pools.bulk (line 7)",
            "limits connections per site (mx.test) = 32 @ limits[0] (line 17)",
            "limits connections per provider (google) = 5 @ limits[1] (line 18)",
            "limits message-rate per site (mx.test) = 100/s burst 200 @ limits[0] (line 17)",
            "limits outstanding per path (mta1 mx.test) = 50 @ limits[3] (line 20) [mta1]",
            "limits outstanding per path (mta2 mx.test) = 50 @ limits[3] (line 20) [mta2]",
            "limits outstanding per site = 1024 @ built-in",
            "servers tls = required @ servers[0] (line 22)",
            "servers idle-timeout = 1m @ servers[0] (line 22)",
            "retry schedule = wait 5m, factor 2, longest 1h6m40s, jitter 10%, expiry 5d @ retry[0]"
                + " (line 24)",
            "retry schedule after QuotaIssues = wait 20m 40m, factor 1.5, longest 1d, jitter 20%,"
                + " expiry 7d @ retry[1] (line 25)",
            "hours hours = days mon tue, from 09:00, to 24:00, zone Europe/Berlin @ hours[0]"
                + " (line 27)",
            "shares weight = 3 @ shares[0] (line 33)");
    assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("reactions unusual = where"));
    assertThat(lines).noneMatch(line -> line.contains("connections per site = 32 @ built-in"));
  }

  @Test
  void shouldNotLetARuleForSomeCampaignsHoldForConnections() {
    // Given
    var policy =
        read(
            """
            limits:
              - {per: site, campaign: news-1, connections: 1, message-rate: 1/s}
              - {per: site, campaign: news-1, recipients-per-transaction: 1}
            servers:
              - {campaign: news-1, tls: none}
            """);

    // Then
    assertThat(lines(policy, traffic("")))
        .contains(
            "limits connections per site = 32 @ built-in",
            "limits message-rate per site (mx.test) = 1/s burst 1 @ limits[0] (line 2)",
            "servers tls = opportunistic @ built-in")
        .noneMatch(line -> line.contains("recipients-per-transaction"));
  }

  @Test
  void shouldSayWhatHoldsForConnectionsOfATenantADomainAndAPool() {
    // Given
    var policy =
        read(
            """
            sources: {mta1: }
            pools: {bulk: [mta1]}
            choose-pool: [{pool: bulk}]
            limits:
              - {per: tenant-and-site, tenant: acme, connections: 1}
              - {group: g, domain: x.test, connections: 2, messages-per-connection: 7}
              - {per: tenant, pool: bulk, connection-rate: 3/min}
            servers:
              - {tenant: acme, tls: none}
              - {domain: x.test, idle-timeout: 30s}
            """);

    // Then
    assertThat(lines(policy, traffic("")))
        .contains(
            "limits connections per tenant-and-site (acme mx.test) = 1 @ limits[0] (line 5)",
            "limits connections group g = 2 @ limits[1] (line 6)",
            "limits messages-per-connection group g = 7 @ limits[1] (line 6)",
            "limits connection-rate per tenant (acme) = 3/min @ limits[2] (line 7)",
            "servers tls = none @ servers[0] (line 9)",
            "servers idle-timeout = 30s @ servers[1] (line 10)");
  }

  @Test
  void shouldCountMailWithoutASourceAsThatOfOneMore() {
    // Given
    var policy = read("limits: [{per: path, connections: 3}]");

    // Then
    assertThat(lines(policy, traffic("")))
        .contains("limits connections per path ((unnamed) mx.test) = 3 @ limits[0] (line 1)")
        .noneMatch(line -> line.startsWith("limits connections per site"));
  }

  @Test
  void shouldSayAllSpansOfTheHours() {
    // Given
    var policy =
        read(
            """
            hours:
              - spans:
                  - {days: [mon, tue], from: "09:00", to: "17:00"}
                  - {days: sat, from: "10:00", to: "24:00"}
            """);

    // Then
    assertThat(lines(policy, traffic("")))
        .contains(
            "hours hours = spans mon tue 09:00 17:00; sat 10:00 24:00, zone UTC @ hours[0]"
                + " (line 2)");
  }

  private static Policy read(String document) {
    var checked = PolicyReader.read(document, Set.of());
    return checked.policy().orElseThrow();
  }

  private static Traffic traffic(String provider) {
    return new Traffic("acme", "news-1", "x.test", "mx.test", provider, "", "", Map.of());
  }

  private static List<String> lines(Policy policy, Traffic traffic) {
    return Explain.of(policy, traffic, BUILT_IN).stream()
        .map(
            one ->
                one.section()
                    + " "
                    + one.setting()
                    + " = "
                    + one.value()
                    + " @ "
                    + one.place()
                    + (one.sources().isEmpty() ? "" : " " + one.sources()))
        .toList();
  }
}

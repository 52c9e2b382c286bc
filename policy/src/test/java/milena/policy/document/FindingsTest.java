package milena.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsTest {

  private static final String WAYS =
      """
      sources: {a: {address: 192.0.2.1}, b: }
      pools: {p: [a, b]}
      choose-pool: [{pool: p}]
      providers: {google: {mx-suffix: .google.com}}
      """;

  /** What stands below WAYS, which has four lines; the path; what is said of it. */
  static Stream<Arguments> errors() {
    return Stream.of(
        arguments("limit:\n  - {per: site}", "limit (line 5)", "did you mean limits?"),
        arguments(
            "limits:\n  - {per: site, conections: 3}",
            "limits[0].conections (line 6)",
            "did you mean connections?"),
        arguments(
            "limits:\n  - {per: sites, connections: 3}",
            "limits[0].per (line 6)",
            "did you mean site?"),
        arguments("limits:\n  - {connections: 3}", "limits[0] (line 6)", "what it is counted for"),
        arguments("limits:\n  - {per: site}", "limits[0] (line 6)", "limits nothing"),
        arguments(
            "limits:\n  - {per: group, message-rate: 1/s}",
            "limits[0].per (line 6)",
            "a group needs a name"),
        arguments(
            "limits:\n  - {per: site, group: g, message-rate: 1/s}",
            "limits[0].per (line 6)",
            "contradicts the group"),
        arguments(
            "limits:\n  - {group: g, tenant: x, message-rate: 1/s}\n"
                + "  - {group: g, tenant: y, message-rate: 2/s}",
            "limits[1].message-rate (line 7)",
            "the group 'g' has one count of its message-rate, so one bound: this is 2/s burst 2,"
                + " and limits[0].message-rate (line 6) says 1/s burst 1; give both the same"),
        arguments(
            "limits:\n  - {group: g, tenant: x, message-rate: 5/s}\n"
                + "  - {group: g, tenant: y, message-rate: 5/s, burst: 1}",
            "limits[1].message-rate (line 7)",
            "limits[0].message-rate (line 6) says 5/s burst 5"),
        arguments(
            "limits:\n  - {group: g, connections: 3}\n  - {group: g, tenant: y, connections: 2}",
            "limits[1].connections (line 7)",
            "two groups different names"),
        arguments(
            "limits:\n  - {per: site, connections: many}",
            "limits[0].connections (line 6)",
            "'many' is not a whole number"),
        arguments(
            "limits:\n  - {per: site, connections: 1000000}",
            "limits[0].connections (line 6)",
            "from 0 to 100000"),
        arguments(
            "limits:\n  - {per: site, connections: [1, 2]}",
            "limits[0].connections (line 6)",
            "is a list, not one value"),
        arguments(
            "limits:\n  - {per: site, message-rate: 5}",
            "limits[0].message-rate (line 6)",
            "is not a rate"),
        arguments(
            "limits:\n  - {per: site, message-rate: none}",
            "limits[0].message-rate (line 6)",
            "leave the key out"),
        arguments(
            "limits:\n  - {per: site, message-rate: }",
            "limits[0].message-rate (line 6)",
            "has no value"),
        arguments(
            "limits:\n  - {per: site, domain: [], message-rate: 1/s}",
            "limits[0].domain (line 6)",
            "is an empty list"),
        arguments(
            "limits:\n  - {per: site, domain: a*b, message-rate: 1/s}",
            "limits[0].domain (line 6)",
            "neither at its start nor at its end"),
        arguments(
            "limits:\n  - {per: site, provider: gogle, message-rate: 1/s}",
            "limits[0].provider (line 6)",
            "did you mean google?"),
        arguments(
            "limits:\n  - {per: site, provider: \"x*\", message-rate: 1/s}",
            "limits[0].provider (line 6)",
            "no provider is like 'x*'"),
        arguments(
            "limits:\n  - {per: path, source: c, message-rate: 1/s}",
            "limits[0].source (line 6)",
            "no source 'c'"),
        arguments(
            "limits:\n  - {per: path, pool: c, message-rate: 1/s}",
            "limits[0].pool (line 6)",
            "no pool 'c'"),
        arguments(
            "limits:\n  - {per: path, meta: x, message-rate: 1/s}",
            "limits[0].meta (line 6)",
            "not a mapping"),
        arguments("limits:\n  - per", "limits[0] (line 6)", "not a mapping"),
        arguments("limits: 3", "limits (line 5)", "not a list"),
        arguments("servers:\n  - {provider: google}", "servers[0] (line 6)", "says nothing"),
        arguments(
            "servers:\n  - {tls: always}",
            "servers[0].tls (line 6)",
            "none of none, opportunistic, required"),
        arguments(
            "servers:\n  - {idle-timeout: 60}",
            "servers[0].idle-timeout (line 6)",
            "is not a duration"),
        arguments(
            "servers:\n  - {idle-timeout: 1d}",
            "servers[0].idle-timeout (line 6)",
            "is not from 1s to 10m"),
        arguments("retry:\n  - {tenant: x}", "retry[0] (line 6)", "does not say how long"),
        arguments(
            "retry:\n  - {preset: postfx}", "retry[0].preset (line 6)", "did you mean postfix?"),
        arguments(
            "retry:\n  - {preset: exim, wait: 1m}",
            "retry[0].wait (line 6)",
            "contradicts the preset"),
        arguments(
            "retry:\n  - {wait: 2h, longest: 1h}",
            "retry[0].longest (line 6)",
            "shorter than a wait"),
        arguments(
            "retry:\n  - {wait: 2h, jitter: 200%}", "retry[0].jitter (line 6)", "more than 100%"),
        arguments(
            "retry:\n  - {wait: 2h, factor: 0.5}", "retry[0].factor (line 6)", "not from 1 to 10"),
        arguments("hours:\n  - {from: \"09:00\"}", "hours[0] (line 6)", "lacks the key 'to'"),
        arguments(
            "hours:\n  - {spans: [{from: \"09:00\", to: \"17:00\"}, {from: \"09:00\"}]}",
            "hours[0].spans[1] (line 6)",
            "lacks the key 'to'"),
        arguments(
            "hours:\n  - {days: mon, spans: [{from: \"09:00\", to: \"17:00\"}]}",
            "hours[0].days (line 6)",
            "contradicts the spans"),
        arguments(
            "hours:\n  - {spans: {from: \"09:00\", to: \"17:00\", zone: UTC}}",
            "hours[0].spans.zone (line 6)",
            "no key 'zone' in hours: spans"),
        arguments("hours:\n  - {spans: []}", "hours[0].spans (line 6)", "is an empty list"),
        arguments(
            "hours:\n  - {from: \"25:00\", to: \"17:00\"}",
            "hours[0].from (line 6)",
            "not a time of day"),
        arguments(
            "hours:\n  - {days: mo, from: \"09:00\", to: \"17:00\"}",
            "hours[0].days (line 6)",
            "did you mean mon?"),
        arguments(
            "hours:\n  - {zone: Europe/Berlni, from: \"09:00\", to: \"17:00\"}",
            "hours[0].zone (line 6)",
            "did you mean Europe/Berlin?"),
        arguments(
            "reactions:\n  - {when: x, do: bounce}",
            "reactions[0] (line 6)",
            "lacks the key 'name'"),
        arguments(
            "reactions:\n  - {name: n, do: bounce}",
            "reactions[0] (line 6)",
            "lacks the key 'when'"),
        arguments(
            "reactions:\n  - {name: n, when: x}", "reactions[0] (line 6)", "lacks the key 'do'"),
        arguments(
            "reactions:\n  - {name: n, when: x, do: drop}",
            "reactions[0].do (line 6)",
            "did you mean bounce?"),
        arguments(
            "reactions:\n  - {name: n, when: x, do: {suspend: path}}",
            "reactions[0] (line 6)",
            "lacks the key 'for'"),
        arguments(
            "reactions:\n  - {name: n, when: x, do: {suspend: tenant}, for: 1m}",
            "reactions[0].do.suspend (line 6)",
            "none of site, path"),
        arguments(
            "reactions:\n  - {name: n, when: x, do: {lower: {per: path}}, for: 1m}",
            "reactions[0].do.lower (line 6)",
            "lowers nothing"),
        arguments(
            "reactions:\n  - {name: n, when: \"a[b\", do: bounce}",
            "reactions[0].when (line 6)",
            "missing closing ] at position 2"),
        arguments(
            "reactions:\n  - {name: n, when: \"(?=a)\", do: bounce}",
            "reactions[0].when (line 6)",
            "at position 1"),
        arguments(
            "reactions:\n  - {name: n, when: \"((a{90}){90}){90}\", do: bounce}",
            "reactions[0].when (line 6)",
            "repeats groups"),
        arguments(
            "reactions:\n  - {name: n, when: x, times: 2, do: bounce}",
            "reactions[0].times (line 6)",
            "not such as"),
        arguments(
            "reactions:\n  - {name: n, when: x, do: bounce}\n  - {name: n, when: y, do: bounce}",
            "reactions[1].name (line 7)",
            "there is a reaction 'n' already"),
        arguments(
            "warm-up:\n  - {source: c, from: 2026-12-01, per-day: [1]}",
            "warm-up[0].source (line 6)",
            "no source 'c'"),
        arguments(
            "warm-up:\n  - {source: a, from: 2026-12-01, per-day: [1]}\n"
                + "  - {source: a, from: 2026-12-02, per-day: [1]}",
            "warm-up[1].source (line 7)",
            "warm-up[0] (line 6) is a plan of source 'a' for all mail together too"),
        arguments(
            "warm-up:\n  - {source: a, provider: google, from: 2026-12-01, per-day: [1]}\n"
                + "  - {source: a, provider: [google], from: 2026-12-02, per-day: [1]}",
            "warm-up[1].provider (line 7)",
            "warm-up[0] (line 6) is a plan of source 'a' for provider 'google' too"),
        arguments(
            "hours:\n  - {source: a, from: \"09:00\", to: \"17:00\"}",
            "hours[0].source (line 6)",
            "a source is chosen after it is known whose turn it is; name the pool"),
        arguments(
            "shares:\n  - {source: a, weight: 2}",
            "shares[0].source (line 6)",
            "a source is chosen after it is known whose turn it is; name the pool"),
        arguments(
            "warm-up:\n  - {source: a, from: 1.12.2026, per-day: [1]}",
            "warm-up[0].from (line 6)",
            "not a day"),
        arguments(
            "warm-up:\n  - {source: a, from: 2026-12-01}",
            "warm-up[0] (line 6)",
            "lacks the key 'per-day'"),
        arguments(
            "shares:\n  - {tenant: x, weight: 0}", "shares[0].weight (line 6)", "from 1 to 1000"),
        arguments("shares:\n  - {tenant: x}", "shares[0] (line 6)", "lacks the key 'weight'"),
        arguments("shares: []\nshares: []", "shares (line 6)", "is said twice"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldSayWhatIsWrongAndWhere(String below, String place, String said) {
    // When
    var checked = PolicyReader.read(WAYS + below + "\n", Set.of());

    // Then
    assertThat(checked.policy()).isEmpty();
    assertThat(checked.errors()).hasSize(1);
    assertThat(checked.errors().getFirst().place()).hasToString(place);
    assertThat(checked.errors().getFirst().toText()).contains(said);
  }

  static Stream<Arguments> wrongWays() {
    return Stream.of(
        arguments(
            "sources:\n  a: {address: host.example}",
            "sources.a.address (line 2)",
            "not an IPv4 or IPv6"),
        arguments("sources:\n  a: {port: 70000}", "sources.a.port (line 2)", "from 1 to 65535"),
        arguments("sources:\n  \"a b\": {port: 25}", "sources.a b (line 2)", "is not a name"),
        arguments(
            "sources:\n  a: {proxy: \"socks5://" + "\u00fc".repeat(128) + "@x:1\"}",
            "sources.a.proxy (line 2)",
            "more than 255 bytes"),
        arguments(
            "sources:\n  a: {proxy: \"http://x:1\"}",
            "sources.a.proxy (line 2)",
            "is not such as haproxy://"),
        arguments(
            "sources:\n  a: {proxy: \"haproxy://x:1\"}",
            "sources.a.proxy (line 2)",
            "there is none"),
        arguments(
            "sources:\n  a: {address: 192.0.2.1, proxy: \"socks5://x:1\"}",
            "sources.a.address (line 2)",
            "contradicts the proxy"),
        arguments(
            "sources:\n  a: {proxy: \"socks5://me:secret@x:1\"}",
            "sources.a.proxy (line 2)",
            "a setting of the worker"),
        arguments("sources:\n  a: \n  a: ", "sources.a (line 3)", "first in line 2"),
        arguments("pools:\n  p: {}", "pools.p (line 2)", "has no sources"),
        arguments("pools:\n  p: [c]", "pools.p[0] (line 2)", "no source 'c'"),
        arguments("sources: {a: }\npools:\n  p: [a, a]", "pools.p[1] (line 3)", "a second time"),
        arguments("sources: {a: }\npools:\n  p: {a: 0}", "pools.p.a (line 3)", "from 1 to"),
        arguments(
            "sources: {a: }\npools:\n  bulk: [a]\nchoose-pool:\n  - {pool: bulc}",
            "choose-pool[0].pool (line 5)",
            "did you mean bulk?"),
        arguments(
            "choose-pool:\n  - {tenant: x}", "choose-pool[0] (line 2)", "lacks the key 'pool'"),
        arguments(
            "choose-pool:\n  - {source: x, pool: y}",
            "choose-pool[0].source (line 2)",
            "no key 'source'"),
        arguments("providers:\n  p: {}", "providers.p (line 2)", "nothing can be"),
        arguments(
            "providers:\n  p: {mx-suffix: \"*.x.com\"}",
            "providers.p.mx-suffix (line 2)",
            "write .x.com"),
        arguments(
            "providers:\n  p: {domain: \"a.*\"}",
            "providers.p.domain (line 2)",
            "not at its start"),
        arguments("- a", " (line 1)", "is a list, not a mapping"),
        arguments("a: [", " (line 2)", "is not YAML"),
        arguments("a: &x [1]\nb: *x", " (line 1)", "aliases"));
  }

  @ParameterizedTest
  @MethodSource("wrongWays")
  void shouldSayWhatIsWrongWithWays(String text, String place, String said) {
    // When
    var checked = PolicyReader.read(text + "\n", Set.of());

    // Then
    assertThat(checked.policy()).isEmpty();
    assertThat(checked.errors())
        .anySatisfy(
            finding -> {
              assertThat(finding.place()).hasToString(place);
              assertThat(finding.toText()).contains(said);
            });
  }

  static Stream<Arguments> withoutEffect() {
    return Stream.of(
        arguments(
            "limits:\n  - {per: site, connections: 3}\n  - {per: site, connections: 4}",
            "limits[0].connections (line 6)",
            "limits[1].connections (line 7) says the same"),
        arguments(
            """
            limits:
              - {per: site, domain: [x, y], message-rate: 1/s}
              - {per: site, domain: [y, x], message-rate: 2/s}
            """,
            "limits[0].message-rate (line 6)",
            "limits[1].message-rate"),
        arguments(
            "limits:\n  - {per: campaign, connections: 3}",
            "limits[0].connections (line 6)",
            "cannot be kept per campaign"),
        arguments(
            "limits:\n  - {per: site, campaign: x, connections: 3}",
            "limits[0].connections (line 6)",
            "limits[0].campaign"),
        arguments(
            "limits:\n  - {per: site, meta: {kind: x}, recipients-per-transaction: 3}",
            "limits[0].recipients-per-transaction (line 6)",
            "limits[0].meta"),
        arguments(
            "limits:\n  - {per: site, connections: 3, burst: 2}",
            "limits[0].burst (line 6)",
            "part of a message-rate"),
        arguments(
            "servers:\n  - {tls: none}\n  - {tls: required}",
            "servers[0].tls (line 6)",
            "servers[1].tls"),
        arguments(
            "servers:\n  - {campaign: x, tls: none}",
            "servers[0].campaign (line 6)",
            "never asked"),
        arguments(
            "retry:\n  - {wait: 1m, class: MailboxFull}",
            "retry[0].class (line 6)",
            "no mail is ever deferred as 'MailboxFull'"),
        arguments("retry:\n  - {wait: 1m}\n  - {preset: exim}", "retry[0] (line 6)", "retry[1]"),
        arguments(
            "hours:\n  - {from: \"09:00\", to: \"17:00\"}\n  - {from: \"09:00\", to: \"18:00\"}",
            "hours[0] (line 6)",
            "hours[1]"),
        arguments(
            "shares:\n  - {tenant: x, weight: 2}\n  - {tenant: x, weight: 3}",
            "shares[0] (line 6)",
            "shares[1]"),
        arguments(
            "reactions:\n  - {name: n, when: x, do: bounce, for: 1m}",
            "reactions[0].for (line 6)",
            "leave it out"));
  }

  @ParameterizedTest
  @MethodSource("withoutEffect")
  void shouldSayWhatHasNoEffect(String below, String place, String said) {
    // When
    var checked = PolicyReader.read(WAYS + below + "\n", Set.of("QuotaIssues"));

    // Then
    assertThat(checked.policy()).isPresent();
    assertThat(checked.findings()).hasSize(1);
    assertThat(checked.withoutEffect().getFirst().place()).hasToString(place);
    assertThat(checked.withoutEffect().getFirst().toText()).contains(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limits:\n  - {per: tenant, connections: 3}",
        "limits:\n  - {group: g, tenant: x, messages-per-connection: 3}",
        "limits:\n  - {per: site, domain: x.test, connection-rate: 3/s}",
        "servers:\n  - {tenant: x, tls: none}",
        "servers:\n  - {domain: x.test, tls: none}"
      })
  void shouldSayNothingOfWhatTheWorkerKeeps(String below) {
    assertThat(PolicyReader.read(WAYS + below + "\n", Set.of()).findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limits: [{group: g, tenant: x, outstanding: 3}, {group: g, tenant: y, outstanding: 3}]",
        "limits: [{group: g, tenant: x, outstanding: 3}, {group: g, tenant: y, connections: 2}]",
        "limits: [{group: g, tenant: x, outstanding: 3}, {group: h, tenant: y, outstanding: 2}]",
        "limits: [{group: g, messages-per-connection: 3},"
            + " {group: g, tenant: y, messages-per-connection: 2}]"
      })
  void shouldLetRulesOfAGroupSayWhatDoesNotContradict(String below) {
    assertThat(PolicyReader.read(WAYS + below + "\n", Set.of()).findings()).isEmpty();
  }

  @Test
  void shouldNotHoldAGroupToABoundThatIsReplaced() {
    // When
    var checked =
        PolicyReader.read(
            """
            limits:
              - {group: g, tenant: x, outstanding: 3}
              - {group: g, tenant: x, outstanding: 2}
              - {group: g, tenant: y, outstanding: 2}
            """,
            Set.of());

    // Then
    assertThat(checked.errors()).isEmpty();
    assertThat(checked.withoutEffect())
        .extracting(finding -> finding.place().toString())
        .containsExactly("limits[0].outstanding (line 2)");
  }

  @Test
  void shouldSayWhatIsUsedByNothing() {
    // When
    var checked =
        PolicyReader.read(
            """
            sources: {a: , b: , c: }
            pools:
              p: [a]
              q: [b]
            choose-pool:
              - {tenant: x, pool: p}
              - {tenant: x, pool: p}
              - {pool: p}
              - {tenant: y, pool: p}
            warm-up:
              - {source: c, from: 2026-12-01, per-day: [1]}
            """,
            Set.of());

    // Then
    assertThat(checked.policy()).isPresent();
    assertThat(checked.findings())
        .extracting(finding -> finding.place().toString())
        .containsExactly(
            "sources.c (line 1)",
            "pools.q (line 4)",
            "choose-pool[1] (line 7)",
            "choose-pool[3] (line 9)",
            "warm-up[0] (line 11)");
  }

  @Test
  void shouldLetASourceBeWarmedUpForAProviderAndAsAWhole() {
    // When
    var checked =
        PolicyReader.read(
            WAYS
                + """
                warm-up:
                  - {source: a, from: 2026-12-01, per-day: [9]}
                  - {source: a, provider: [google, google], from: 2026-12-01, per-day: [1]}
                  - {source: b, provider: google, from: 2026-12-01, per-day: [1]}
                """,
            Set.of());

    // Then
    assertThat(checked.findings()).isEmpty();
  }

  static Stream<Arguments> hiddenProviders() {
    return Stream.of(
        arguments("a: {mx-suffix: .x}\n  b: {mx-suffix: .x}", "providers.a (line 2)"),
        arguments("a: {mx-suffix: .x}\n  b: {mx-suffix: [.m.x, .n.x]}", "providers.a (line 2)"),
        arguments("a: {mx-suffix: .x}\n  b: {mx-host: m.x}", "providers.a (line 2)"),
        arguments("a: {mx-host: [m.x, n.x]}\n  b: {mx-host: m.x}", "providers.a (line 2)"),
        arguments("a: {domain: \"*.x\"}\n  b: {domain: [\"*.m.x\", n.x]}", "providers.a (line 2)"),
        arguments(
            "a: {domain: x}\n  a2: {mx-suffix: .y}\n  b: {domain: x, mx-host: m.y}",
            "providers.a (line 2), providers.a2 (line 3)"));
  }

  @ParameterizedTest
  @MethodSource("hiddenProviders")
  void shouldSayWhichProviderCanHaveNoSite(String providers, String hiding) {
    // When
    var checked = PolicyReader.read("providers:\n  " + providers + "\n", Set.of());

    // Then
    assertThat(checked.errors()).isEmpty();
    assertThat(checked.withoutEffect()).hasSize(1);
    assertThat(checked.withoutEffect().getFirst().place().path()).isEqualTo("providers.b");
    assertThat(checked.withoutEffect().getFirst().message())
        .contains("is covered by " + hiding + ", which");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: {mx-suffix: .m.x}\n  b: {mx-suffix: .x}",
        "a: {mx-suffix: .x}\n  b: {mx-suffix: [.x, .y]}",
        "a: {mx-suffix: .x}\n  a2: {mx-suffix: .y}\n  b: {mx-suffix: [.m.x, .m.y]}",
        "a: {mx-suffix: .x}\n  b: {mx-suffix: .x, domain: x}",
        "a: {mx-host: m.x}\n  b: {mx-suffix: m.x}",
        "a: {domain: \"*.x\"}\n  b: {domain: x}",
        "a: {domain: \"m.x\"}\n  b: {domain: \"*.x\"}",
        "a: {mx-suffix: .x}\n  b: {domain: m.x}"
      })
  void shouldSayNothingOfAProviderThatCanHaveASite(String providers) {
    assertThat(PolicyReader.read("providers:\n  " + providers + "\n", Set.of()).findings())
        .isEmpty();
  }

  @Test
  void shouldFindEverythingInOnePass() {
    // When
    var checked =
        PolicyReader.read(
            """
            pools: {p: [x]}
            limits:
              - {per: nobody, connections: -1, colour: red}
              - {per: site}
            hours: {}
            shares: [{weight: much}]
            """,
            Set.of());

    // Then
    assertThat(checked.errors())
        .extracting(finding -> finding.place().line())
        .containsExactly(1, 3, 3, 3, 4, 5, 6);
  }

  @Test
  void shouldRefuseADocumentThatIsTooLarge() {
    assertThat(PolicyReader.read("#".repeat(PolicyReader.LARGEST + 1), Set.of()).errors())
        .singleElement()
        .extracting(Finding::message)
        .isEqualTo("is larger than 1 MiB");
  }
}

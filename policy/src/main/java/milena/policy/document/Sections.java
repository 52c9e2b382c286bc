package milena.policy.document;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which keys stand where in the document. */
final class Sections {

  /** Everything that a rule may be narrowed by. */
  private static final List<Key<?>> ANY =
      List.of(
          Keys.TENANT,
          Keys.CAMPAIGN,
          Keys.DOMAIN,
          Keys.SITE,
          Keys.PROVIDER,
          Keys.POOL,
          Keys.SOURCE,
          Keys.META);

  /** The same before a pool is chosen. */
  private static final List<Key<?>> BEFORE_POOL =
      List.of(Keys.TENANT, Keys.CAMPAIGN, Keys.DOMAIN, Keys.SITE, Keys.PROVIDER, Keys.META);

  /** The same before a source of the pool is chosen. */
  private static final List<Key<?>> BEFORE_SOURCE =
      ANY.stream().filter(key -> !key.equals(Keys.SOURCE)).toList();

  private static final Map<String, Section.Why> NO_SOURCE_YET =
      Map.of(
          Keys.SOURCE.name(),
          new Section.Why(
              "a source is chosen after it is known whose turn it is",
              "name the pool, or leave it out"));

  static final Section SOURCES =
      new Section(
          "sources",
          "Where mail leaves from, by name. Every key of a source may be left out.",
          List.of(Keys.ADDRESS, Keys.EHLO, Keys.PORT, Keys.PROXY),
          List.of(),
          """
          sources:
            mta1: {address: 192.0.2.10, ehlo: mta1.example.com}
            mta2: {address: 192.0.2.11, ehlo: mta2.example.com, proxy: "haproxy://10.0.0.1:5000"}
          """);
  static final Section POOLS =
      new Section(
          "pools",
          "Sets of sources, by name: a mapping of sources to weights from 1 to 1000000, or a list"
              + " of sources, which then weigh the same.",
          List.of(),
          List.of(),
          """
          pools:
            bulk: {mta1: 3, mta2: 1}
            alerts: [mta1, mta2]
          """);
  static final Section CHOOSE_POOL =
      new Section(
          "choose-pool",
          "Which mail leaves from which pool: the first rule that matches says it. What none"
              + " matches leaves from no particular source.",
          List.of(Keys.CHOSEN_POOL),
          BEFORE_POOL,
          """
          choose-pool:
            - {campaign: "news-*", pool: bulk}
            - {pool: alerts}
          """);
  static final Section PROVIDERS =
      new Section(
          "providers",
          "Sites that are one provider's, by name; the first that matches has a site.",
          List.of(Keys.MX_SUFFIX, Keys.MX_HOST, Keys.PROVIDED_DOMAIN),
          List.of(),
          """
          providers:
            google: {mx-suffix: [.google.com, .googlemail.com]}
          """);
  static final Section LIMITS =
      new Section(
          "limits",
          "How much, how fast. The narrowest rule wins for each key, of equals the last. A rule has"
              + " `per` or `group`, and at least one limit.",
          Stream.concat(
                  Stream.<Key<?>>of(LimitKeys.PER, LimitKeys.GROUP),
                  Stream.concat(LimitKeys.bounds().stream(), Stream.of(LimitKeys.BURST)))
              .toList(),
          ANY,
          """
          limits:
            - {per: site, connections: 32, message-rate: 100/s, burst: 200}
            - {per: provider, provider: google, connections: 5}
            - {group: small, domain: [a.example, b.example], message-rate: 10/min}
          """);
  static final Section SERVERS =
      new Section(
          "servers",
          "How servers are treated. The narrowest rule wins for each key, of equals the last. What"
              + " is said here holds for connections: mail of tenants, domains or pools that a rule"
              + " names has connections of its own. Campaigns and what senders attached are not"
              + " known when a connection is opened; rules that name them have no effect.",
          MannerKeys.list(),
          ANY,
          """
          servers:
            - {provider: google, tls: required, idle-timeout: 60s}
          """);
  static final Section RETRY =
      new Section(
          "retry",
          "When deferred mail is tried again. The narrowest rule wins as a whole, of equals the"
              + " last; one with a class is narrower than the same without.",
          List.of(
              Keys.PRESET,
              Keys.CLASS,
              Keys.WAIT,
              Keys.FACTOR,
              Keys.LONGEST,
              Keys.JITTER,
              Keys.EXPIRY),
          ANY,
          """
          retry:
            - {preset: postfix}
            - {tenant: acme, class: [QuotaIssues], wait: [20m, 40m], longest: 1d, expiry: 7d}
          """);
  static final Section HOURS =
      new Section(
          "hours",
          "When mail may leave; outside these hours it waits. The narrowest rule wins as a whole,"
              + " of equals the last.",
          List.of(Keys.DAYS, Keys.FROM, Keys.TO, Keys.SPANS, Keys.ZONE),
          BEFORE_SOURCE,
          """
          hours:
            - {campaign: "news-*", days: [mon, tue], from: "09:00", to: "17:00", zone: Europe/Berlin}
            - tenant: acme
              spans:
                - {days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00"}
                - {days: sat, from: "10:00", to: "12:00"}
          """,
          NO_SOURCE_YET);
  static final Section SPAN =
      new Section("hours: spans", "", List.of(Keys.DAYS, Keys.FROM, Keys.TO), List.of(), "");
  static final Section REACTIONS =
      new Section(
          "reactions",
          "What is done when servers say something. Each listens by itself.",
          List.of(Keys.NAME, Keys.WHEN, Keys.UNLESS, Keys.TIMES, Keys.DO, Keys.FOR),
          ANY,
          """
          reactions:
            - {name: unusual, provider: google, when: "unusual rate", times: 2/h, do: {suspend: path}, for: 30m}
          """);
  static final Section ACT =
      new Section(
          "reactions: do",
          "One act of a reaction.",
          List.of(Keys.SUSPEND, Keys.LOWER),
          List.of(),
          """
          do: [{suspend: path}, {lower: {per: path, message-rate: 10/min}}, bounce]
          """);
  static final Section LOWERED =
      new Section(
          "reactions: do: lower",
          "Limits that hold for a while, with `per` (no group) and the keys of `limits`.",
          LIMITS.keys().stream().filter(key -> !key.equals(LimitKeys.GROUP)).toList(),
          List.of(),
          """
          lower: {per: path, connections: 1}
          """);
  static final Section WARM_UP =
      new Section(
          "warm-up",
          "How much a new source may send. What is more leaves from the pool's other sources.",
          List.of(Keys.WARMING, Keys.WARMING_FOR, Keys.FIRST_DAY, Keys.PER_DAY),
          List.of(),
          """
          warm-up:
            - {source: mta2, provider: [google], from: 2026-12-01, per-day: [50, 100, 500, 1000]}
          """);
  static final Section SHARES =
      new Section(
          "shares",
          "How a site's capacity is shared among tenants that want more of it than there is.",
          List.of(Keys.WEIGHT),
          BEFORE_SOURCE,
          """
          shares:
            - {tenant: acme, weight: 3}
          """,
          NO_SOURCE_YET);

  private Sections() {}

  /** Those of the document's top level, in its order. */
  static List<Section> top() {
    return List.of(
        SOURCES,
        POOLS,
        CHOOSE_POOL,
        PROVIDERS,
        LIMITS,
        SERVERS,
        RETRY,
        HOURS,
        REACTIONS,
        WARM_UP,
        SHARES);
  }

  /** All of them, for the reference page. */
  static List<Section> all() {
    return top().stream()
        .flatMap(
            section -> section.equals(REACTIONS) ? Stream.of(section, ACT) : Stream.of(section))
        .toList();
  }

  /** The document itself. */
  static Section document() {
    return new Section(
        "the document", "", top().stream().<Key<?>>map(Sections::key).toList(), List.of(), "");
  }

  /** The key under which a section stands. */
  static Key<String> key(Section section) {
    return new Key<>(
        section.name(),
        Form.structure("section"),
        "nothing",
        section.intro(),
        section.name() + ":");
  }
}

package milena.policy.document;

import static milena.policy.document.Key.REQUIRED;

import com.google.re2j.Pattern;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import milena.policy.Per;
import milena.policy.Source;

/**
 * What every key of the document is called, how it is written and what it means. {@link Sections}
 * says which of them stand where; limits and manners have theirs in {@link LimitKeys} and {@link
 * MannerKeys}.
 */
final class Keys {
  private static final String ALL = "all";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MONTH = Duration.ofDays(30);

  // Which traffic a rule is for.
  static final Key<String> TENANT =
      selector("tenant", Forms.PATTERN, "Whose mail it is.", "tenant: acme");
  static final Key<String> CAMPAIGN =
      selector("campaign", Forms.PATTERN, "The tenant's own label.", "campaign: \"news-*\"");
  static final Key<String> DOMAIN =
      selector("domain", Forms.HOST_PATTERN, "The recipient's.", "domain: [a.example, b.example]");
  static final Key<String> SITE =
      selector(
          "site", Forms.HOST_PATTERN, "Where the domain's mail goes.", "site: \"*.example.com\"");
  static final Key<String> PROVIDER =
      selector("provider", Forms.PATTERN, "One of `providers`.", "provider: google");
  static final Key<String> POOL = selector("pool", Forms.PATTERN, "One of `pools`.", "pool: bulk");
  static final Key<String> SOURCE =
      selector("source", Forms.PATTERN, "One of `sources`.", "source: mta1");
  static final Key<String> META =
      selector(
          "meta",
          Forms.PATTERN.called("mapping of names to values or patterns"),
          "What the sender attached to the message (`X-Milena-Meta-*`); all of it must match.",
          "meta: {stream: alerts}");

  // Sources and pools.
  static final Key<String> ADDRESS =
      new Key<>(
          "address",
          Forms.ADDRESS,
          "the system's choice",
          "The local address that connections are bound to; behind `haproxy`, the address that the"
              + " proxy connects from.",
          "address: 192.0.2.10");
  static final Key<String> EHLO =
      new Key<>(
          "ehlo",
          Forms.EHLO,
          "the process's host name",
          "What is said in EHLO.",
          "ehlo: mta1.example.com");
  static final Key<Integer> PORT =
      new Key<>("port", Forms.PORT, "25", "The remote port.", "port: 2525");
  static final Key<Source.Proxy> PROXY =
      new Key<>(
          "proxy",
          Forms.PROXY_URL,
          "none",
          "A server that connects on our behalf: by HAProxy's protocol, which needs `address`, or"
              + " by SOCKS 5, which chooses the address itself. A password is never written here.",
          "proxy: \"haproxy://10.0.0.1:5000\"");
  static final Key<String> CHOSEN_POOL =
      new Key<>(
          "pool", Forms.NAME, REQUIRED, "The one of `pools` that mail leaves from.", "pool: bulk");

  // Providers.
  static final Key<String> MX_SUFFIX =
      new Key<>(
          "mx-suffix",
          Forms.SUFFIX,
          "none",
          "A site is the provider's when the name of each of its MX hosts ends so, or is in"
              + " `mx-host`.",
          "mx-suffix: [.google.com, .googlemail.com]");
  static final Key<String> MX_HOST =
      new Key<>("mx-host", Forms.HOST, "none", "MX hosts by name.", "mx-host: [mx1.example.com]");
  static final Key<String> PROVIDED_DOMAIN =
      new Key<>(
          "domain",
          Forms.DOMAIN,
          "none",
          "Recipients' domains that are the provider's, whatever their MX hosts.",
          "domain: [\"*.example.com\"]");

  // When mail is tried again.
  static final Key<String> PRESET =
      new Key<>(
          "preset",
          Form.word(Presets.all().keySet()),
          "none",
          "As another program does. What else the rule says replaces that part of it.",
          "preset: postfix");
  static final Key<String> CLASS =
      new Key<>(
          "class",
          Forms.NAME.called("class of replies as events name them, or a list"),
          ALL,
          "Only after replies of this class.",
          "class: [QuotaIssues]");
  static final Key<Long> WAIT =
      new Key<>(
          "wait",
          Forms.millis(SECOND, Duration.ofDays(7)).called("duration, 1s to 7d, or a list"),
          "required without a preset",
          "How long mail waits after its first attempt, its second and so on.",
          "wait: [20m, 40m]");
  static final Key<Double> FACTOR =
      new Key<>(
          "factor",
          Forms.FACTOR,
          "2",
          "By how much each wait after the last one named is longer than the one before.",
          "factor: 2");
  static final Key<Long> LONGEST =
      new Key<>(
          "longest",
          Forms.millis(SECOND, Duration.ofDays(7)),
          "1d, or the longest wait named",
          "No wait is longer, before jitter.",
          "longest: 1d");
  static final Key<Double> JITTER =
      new Key<>(
          "jitter",
          Forms.PERCENTAGE,
          "10%",
          "By how much a wait is lengthened or shortened at random.",
          "jitter: 10%");
  static final Key<Long> EXPIRY =
      new Key<>(
          "expiry",
          Forms.millis(SECOND, MONTH),
          "what ingest set",
          "So long after it was accepted, mail ends as expired. Never later than ingest set.",
          "expiry: 7d");

  // Hours.
  static final Key<DayOfWeek> DAYS =
      new Key<>("days", Forms.DAY, ALL, "On which the hours may begin.", "days: [mon, tue, wed]");
  static final Key<LocalTime> FROM =
      new Key<>(
          "from",
          Forms.TIME,
          "required without `spans`",
          "When they begin. What the clock leaves out in spring begins when it does so; what it has"
              + " twice in autumn, the first time.",
          "from: \"09:00\"");
  static final Key<LocalTime> TO =
      new Key<>(
          "to",
          Forms.TIME,
          "required without `spans`",
          "When they end: after midnight where that is before `from`, a day later where it is the"
              + " same.",
          "to: \"17:00\"");
  static final Key<String> SPANS =
      new Key<>(
          "spans",
          Form.structure("mapping of `days`, `from` and `to`, or a list of such"),
          "the rule's own `days`, `from` and `to`",
          "Several hours in place of the rule's own: mail may leave in any of them.",
          "spans: [{days: [mon, tue], from: \"09:00\", to: \"17:00\"}, {days: sat, from: \"10:00\","
              + " to: \"12:00\"}]");
  static final Key<ZoneId> ZONE =
      new Key<>("zone", Forms.ZONE, "UTC", "Whose clock counts.", "zone: Europe/Berlin");

  // Reactions.
  static final Key<String> NAME =
      new Key<>(
          "name",
          Forms.NAME,
          REQUIRED,
          "By which events and commands know it; no two have the same.",
          "name: gmail-unusual");
  static final Key<Pattern> WHEN =
      new Key<>(
          "when",
          Forms.REGEX,
          REQUIRED,
          "One of them must be found in the reply, which is on one line: `421 4.7.0 text`.",
          "when: \"unusual rate\"");
  static final Key<Pattern> UNLESS =
      new Key<>("unless", Forms.REGEX, "none", "None of them may be.", "unless: \"mailbox full\"");
  static final Key<Often> TIMES =
      new Key<>(
          "times", Forms.OFTEN, "1", "So often it must be heard before it acts.", "times: 2/h");
  static final Key<String> DO =
      new Key<>(
          "do",
          Form.structure("`{suspend: …}`, `{lower: {…}}` or `bounce`, or a list"),
          REQUIRED,
          "What is done then. `bounce` ends the message that was answered so, though the reply was"
              + " for now only.",
          "do: [{suspend: path}, bounce]");
  static final Key<Long> FOR =
      new Key<>(
          "for",
          Forms.millis(SECOND, MONTH),
          "required, but for `bounce` alone",
          "How long a suspension or a lowered limit lasts.",
          "for: 30m");
  static final Key<Per> SUSPEND =
      new Key<>(
          "suspend",
          Forms.oneOf(ReactionsSection.AT_A_SITE, Per::word),
          "none",
          "What leaves no more for a while: all mail to the site that said so, what leaves from"
              + " the same source, of the same tenant, or of the same campaign.",
          "suspend: path");
  static final Key<String> LOWER =
      new Key<>(
          "lower",
          Form.structure("mapping of `per` and limits"),
          "none",
          "Limits that are at most this for a while, whatever else is said of them. Connections are"
              + " not the shaper's: `connections` lowers how many messages are being sent at one"
              + " time, `connection-rate` the rate of messages.",
          "lower: {per: path, message-rate: 10/min}");

  // Warm-up and shares.
  static final Key<String> WARMING =
      new Key<>(
          "source", Forms.NAME, REQUIRED, "The one of `sources` that is new.", "source: mta9");
  static final Key<String> WARMING_FOR =
      new Key<>(
          "provider",
          Forms.NAME.called("one of `providers`, or a list"),
          "all mail together",
          "It may send so much to each of them. A source has one plan for each, and one for all"
              + " mail together; where it has both, both hold.",
          "provider: [google]");
  static final Key<LocalDate> FIRST_DAY =
      new Key<>(
          "from",
          Forms.DATE,
          REQUIRED,
          "The first day, by UTC; before it the source sends none of that.",
          "from: 2026-12-01");
  static final Key<Long> PER_DAY =
      new Key<>(
          "per-day",
          Form.whole(0, 1_000_000_000).called("whole numbers, 0 to 1000000000"),
          REQUIRED,
          "The most messages on each day; after the last the source is warm.",
          "per-day: [50, 100, 500, 1000]");
  static final Key<Integer> WEIGHT =
      new Key<>(
          "weight",
          Form.whole(1, 1000).as(Long::intValue),
          REQUIRED,
          "How large the tenant's part is where several want to send to one site; who is not named"
              + " has 1.",
          "weight: 3");

  private Keys() {}

  private static Key<String> selector(String name, Form<String> form, String doc, String example) {
    return new Key<>(name, form, ALL, doc, example);
  }
}

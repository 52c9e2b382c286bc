package milena.policy.document;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import milena.policy.Bound;
import milena.policy.Hours;
import milena.policy.Kind;
import milena.policy.Manner;
import milena.policy.Per;
import milena.policy.Reaction;
import milena.policy.Reaction.Act;
import milena.policy.RetryRule.Schedule;
import milena.policy.Selector;
import milena.policy.Source;
import milena.runtime.config.Durations;
import milena.runtime.config.Rate;

/** Parts of a policy in the words of the document. */
final class Written {
  private static final double PERCENT = 100;

  private Written() {}

  /** A selector; {@code all mail} for everything. */
  static String selector(Selector where) {
    var parts = new ArrayList<String>();
    add(parts, Keys.TENANT, where.tenants());
    add(parts, Keys.CAMPAIGN, where.campaigns());
    add(parts, Keys.DOMAIN, where.domains());
    add(parts, Keys.SITE, where.sites());
    add(parts, Keys.PROVIDER, where.providers());
    add(parts, Keys.POOL, where.pools());
    add(parts, Keys.SOURCE, where.sources());
    new TreeMap<>(where.meta()).forEach((name, value) -> parts.add("meta " + name + "=" + value));
    return parts.isEmpty() ? "all mail" : String.join(", ", parts);
  }

  private static void add(List<String> parts, Key<String> key, List<String> values) {
    if (!values.isEmpty()) {
      parts.add(key.name() + " " + String.join("|", values));
    }
  }

  static Map<String, String> bounds(Map<Kind, Bound> bounds) {
    var values = new LinkedHashMap<String, String>();
    for (var kind : Kind.values()) {
      var bound = bounds.get(kind);
      if (bound != null) {
        values.put(kind.word(), bound(kind, bound));
      }
    }
    return values;
  }

  static String bound(Kind kind, Bound bound) {
    if (!bound.isRate()) {
      return Long.toString(bound.most());
    }
    var rate = new Rate(bound.most(), Duration.ofMillis(bound.periodMs())).toString();
    return kind == Kind.MESSAGE_RATE ? rate + " burst " + bound.burst() : rate;
  }

  /** What a limit is counted for. */
  static String per(Per per, String group) {
    return per == Per.GROUP ? "group " + group : "per " + per.word();
  }

  static String manner(Manner manner, String value) {
    return switch (manner) {
      case TLS, FAILURES_BEFORE_DELAY -> value;
      case IDLE_TIMEOUT,
          CONNECT_TIMEOUT,
          GREETING_TIMEOUT,
          EHLO_TIMEOUT,
          MAIL_TIMEOUT,
          RCPT_TIMEOUT,
          DATA_TIMEOUT,
          FINAL_DOT_TIMEOUT,
          REMEMBER_BROKEN_TLS ->
          time(Long.parseLong(value));
    };
  }

  static Map<String, String> schedule(Schedule schedule) {
    var values = new LinkedHashMap<String, String>();
    values.put(
        Keys.WAIT.name(),
        schedule.steps().stream().map(Written::time).collect(Collectors.joining(" ")));
    values.put(Keys.FACTOR.name(), number(schedule.factor()));
    values.put(Keys.LONGEST.name(), time(schedule.longestMs()));
    values.put(Keys.JITTER.name(), number(schedule.jitter() * PERCENT) + "%");
    if (schedule.expiryMs() > 0) {
      values.put(Keys.EXPIRY.name(), time(schedule.expiryMs()));
    }
    return values;
  }

  static Map<String, String> hours(Hours hours) {
    var values = new LinkedHashMap<String, String>();
    if (hours.spans().size() == 1) {
      values.putAll(span(hours.spans().getFirst()));
    } else {
      values.put(
          Keys.SPANS.name(),
          hours.spans().stream()
              .map(span -> String.join(" ", span(span).values()))
              .collect(Collectors.joining("; ")));
    }
    values.put(Keys.ZONE.name(), hours.zone().getId().equals("Z") ? "UTC" : hours.zone().getId());
    return values;
  }

  private static Map<String, String> span(Hours.Span span) {
    var values = new LinkedHashMap<String, String>();
    values.put(
        Keys.DAYS.name(),
        span.days().size() == DayOfWeek.values().length
            ? "all"
            : EnumSet.copyOf(span.days()).stream()
                .map(Forms::shortName)
                .collect(Collectors.joining(" ")));
    values.put(Keys.FROM.name(), span.from().toString());
    values.put(
        Keys.TO.name(), span.to().equals(LocalTime.MIDNIGHT) ? "24:00" : span.to().toString());
    return values;
  }

  static Map<String, String> source(Source source) {
    var values = new LinkedHashMap<String, String>();
    put(values, Keys.ADDRESS, source.address());
    put(values, Keys.EHLO, source.ehlo());
    put(values, Keys.PORT, source.port() == 0 ? "" : Integer.toString(source.port()));
    put(values, Keys.PROXY, source.proxy() == null ? "" : proxy(source.proxy()));
    return values;
  }

  private static String proxy(Source.Proxy proxy) {
    var host = proxy.host().contains(":") ? "[" + proxy.host() + "]" : proxy.host();
    return switch (proxy) {
      case Source.HaProxy(var _, var port) -> "haproxy://" + host + ":" + port;
      case Source.Socks5(var _, var port, var user) ->
          "socks5://" + (user.isEmpty() ? "" : user + "@") + host + ":" + port;
    };
  }

  static Map<String, String> reaction(Reaction reaction) {
    var values = new LinkedHashMap<String, String>();
    values.put("where", selector(reaction.where()));
    values.put(Keys.WHEN.name(), patterns(reaction.when()));
    put(values, Keys.UNLESS, patterns(reaction.unless()));
    values.put(
        Keys.TIMES.name(),
        reaction.withinMs() == 0
            ? Integer.toString(reaction.times())
            : reaction.times() + "/" + time(reaction.withinMs()));
    values.put(
        Keys.DO.name(),
        reaction.acts().stream().map(Written::act).collect(Collectors.joining(", ")));
    put(values, Keys.FOR, reaction.lastingMs() == 0 ? "" : time(reaction.lastingMs()));
    return values;
  }

  private static String patterns(List<com.google.re2j.Pattern> patterns) {
    return patterns.stream()
        .map(pattern -> "\"" + pattern.pattern() + "\"")
        .collect(Collectors.joining(" "));
  }

  private static String act(Act act) {
    return switch (act) {
      case Act.Suspend(var what) -> "suspend " + what.word();
      case Act.Lower(var per, var kind, var bound) ->
          "lower " + kind.word() + " per " + per.word() + " to " + bound(kind, bound);
      case Act.Bounce() -> "bounce";
    };
  }

  static void put(Map<String, String> values, Key<?> key, String value) {
    if (!value.isEmpty()) {
      values.put(key.name(), value);
    }
  }

  static String time(long millis) {
    return Durations.print(Duration.ofMillis(millis));
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? Long.toString((long) number)
        : String.format(Locale.ROOT, "%.4f", number).replaceAll("0+$", "");
  }
}

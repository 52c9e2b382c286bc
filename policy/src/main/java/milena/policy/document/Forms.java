package milena.policy.document;

import com.google.re2j.Pattern;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import milena.policy.Source;
import milena.runtime.config.Durations;
import milena.runtime.config.Nearest;
import milena.runtime.config.Rate;

/** How the values of the document are written. */
final class Forms {
  private static final int LONGEST_TEXT = 255;
  private static final int LARGEST_PORT = 65_535;
  private static final double PERCENT = 100;
  private static final String MIDNIGHT = "24:00";
  private static final java.util.regex.Pattern PROXY =
      java.util.regex.Pattern.compile(
          "(haproxy|socks5)://(?:([^@/]{1,255})@)?(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9.-]{1,255})"
              + ":([0-9]{1,5})");

  /** A name that others refer to. */
  static final Form<String> NAME =
      new Form<>(
          "name: letters, digits, `.`, `_`, `-`",
          text ->
              checked(
                  text,
                  text.length() <= LONGEST_TEXT && text.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
                  "is not a name: letters, digits, '.', '_' and '-'"));

  /** A value, or a pattern of one. */
  static final Form<String> PATTERN =
      new Form<>("value or pattern with `*` at its start or end, or a list", Forms::pattern);

  /** The same of names in the DNS, whose case does not matter. */
  static final Form<String> HOST_PATTERN = PATTERN.as(text -> text.toLowerCase(Locale.ROOT));

  /** A host or domain. */
  static final Form<String> HOST =
      new Form<>(
          "host name, or a list",
          text ->
              checked(
                      text,
                      text.length() <= LONGEST_TEXT && text.matches("[A-Za-z0-9._-]+"),
                      "is not a host name")
                  .toLowerCase(Locale.ROOT));

  /** A domain, or all below one. */
  static final Form<String> DOMAIN =
      new Form<>("domain, or `*.` and one, or a list", Forms::domain);

  /** What hosts end with. */
  static final Form<String> SUFFIX =
      new Form<>("end of host names such as `.example.com`, or a list", Forms::suffix);

  /** Our name in EHLO. */
  static final Form<String> EHLO =
      new Form<>(
          "host name or address in brackets",
          text ->
              checked(
                  text,
                  text.length() <= LONGEST_TEXT && text.matches("[A-Za-z0-9._:\\[\\]-]+"),
                  "is no name for EHLO: a host name, or an address in brackets"));

  /** A number, not a name that would have to be looked up. */
  static final Form<String> ADDRESS = new Form<>("IPv4 or IPv6 address", Forms::address);

  /** What connects on our behalf. */
  static final Form<Source.Proxy> PROXY_URL =
      new Form<>("`haproxy://HOST:PORT` or `socks5://[USER@]HOST:PORT`", Forms::proxy);

  /** A port. */
  static final Form<Integer> PORT = Form.whole(1, LARGEST_PORT).as(Long::intValue);

  /** So many in a length of time. */
  static final Form<Rate> RATE =
      new Form<>("rate: `50/s`, `10/min`, `1000/h`, `5000/d`", Forms::rate);

  /** So often, alone or in a length of time. */
  static final Form<Often> OFTEN =
      new Form<>("`1`, or so many in a time: `2/h`, `3/10m`", Often::parse);

  /** A share. */
  static final Form<Double> PERCENTAGE =
      new Form<>(
          "percentage, 0% to 100%",
          text -> {
            checked(text, text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?%"), "is not such as 10%");
            double share = Double.parseDouble(text.substring(0, text.length() - 1)) / PERCENT;
            checked(text, share <= 1, "is more than 100%");
            return share;
          });

  /** By how much each is longer. */
  static final Form<Double> FACTOR =
      new Form<>(
          "number, 1 to 10",
          text -> {
            checked(text, text.matches("[0-9]{1,2}(\\.[0-9]{1,6})?"), "is not a number");
            double factor = Double.parseDouble(text);
            checked(text, factor >= 1 && factor <= 10, "is not from 1 to 10");
            return factor;
          });

  /** A regular expression in RE2's syntax. */
  static final Form<Pattern> REGEX =
      new Form<>("regular expression (RE2), or a list", Regex::compile);

  /** A day of the week. */
  static final Form<DayOfWeek> DAY =
      Form.word(
              Arrays.stream(DayOfWeek.values())
                  .flatMap(day -> List.of(shortName(day), longName(day)).stream())
                  .toList())
          .as(Forms::day)
          .called("`mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, or a list");

  /** A time of day. */
  static final Form<LocalTime> TIME =
      new Form<>(
          "time of day in quotes, `\"09:00\"`, to `\"24:00\"`",
          text -> {
            if (text.equals(MIDNIGHT)) {
              return LocalTime.MIDNIGHT;
            }
            checked(
                text,
                text.matches("([01][0-9]|2[0-3]):[0-5][0-9]"),
                "is not a time of day such as \"09:00\"");
            return LocalTime.parse(text);
          });

  /** A time zone. */
  static final Form<ZoneId> ZONE = new Form<>("time zone such as `Europe/Berlin`", Forms::zone);

  /** A day. */
  static final Form<LocalDate> DATE =
      new Form<>(
          "day such as `2026-12-01`",
          text -> {
            try {
              return LocalDate.parse(text);
            } catch (DateTimeParseException wrong) {
              throw new IllegalArgumentException("'" + text + "' is not a day such as 2026-12-01");
            }
          });

  private Forms() {}

  /** A length of time in a range, in ms. */
  static Form<Long> millis(Duration least, Duration most) {
    var range = Durations.print(least) + " to " + Durations.print(most);
    return new Form<>(
        "duration, " + range,
        text -> {
          var time = Durations.parse(text);
          checked(
              text,
              time.compareTo(least) >= 0 && time.compareTo(most) <= 0,
              "is not from " + range);
          return time.toMillis();
        });
  }

  static String checked(String text, boolean fits, String otherwise) {
    if (!fits) {
      var head = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
      throw new IllegalArgumentException("'" + head + "' " + otherwise);
    }
    return text;
  }

  private static String pattern(String text) {
    checked(
        text,
        text.length() <= LONGEST_TEXT && text.chars().noneMatch(Character::isISOControl),
        "is longer than " + LONGEST_TEXT + " characters, or holds control characters");
    var inner = text.length() > 2 ? text.substring(1, text.length() - 1) : "";
    if (inner.contains("*") || text.equals("**")) {
      throw new Unfit(
          "'" + text + "' has a * that is neither at its start nor at its end",
          "write several patterns as a list");
    }
    return text;
  }

  private static String domain(String text) {
    var rest = text.startsWith("*") ? text.substring(1) : text;
    if (rest.contains("*")) {
      throw new Unfit("'" + text + "' has a * that is not at its start", "such as *.example.com");
    }
    return checked(
            text,
            text.length() <= LONGEST_TEXT && rest.matches("[A-Za-z0-9._-]+"),
            "is not a domain")
        .toLowerCase(Locale.ROOT);
  }

  private static String suffix(String text) {
    if (text.contains("*")) {
      throw new Unfit("'" + text + "' has a *", "write " + text.replace("*", ""));
    }
    return HOST.parser().apply(text);
  }

  private static String address(String text) {
    try {
      return InetAddress.ofLiteral(text).getHostAddress();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an IPv4 or IPv6 address in numbers");
    }
  }

  private static Source.Proxy proxy(String text) {
    var match = PROXY.matcher(text);
    checked(
        text,
        match.matches(),
        "is not such as haproxy://10.0.0.1:5000 or socks5://user@10.0.0.1:1080");
    var host = match.group(3).replaceAll("[\\[\\]]", "");
    int port = PORT.parser().apply(match.group(4));
    var user = match.group(2) == null ? "" : match.group(2);
    if (user.contains(":")) {
      throw new Unfit(
          "has a password, which everybody could read here",
          "leave it out; it is a setting of the worker");
    }
    checked(
        text,
        user.getBytes(StandardCharsets.UTF_8).length <= LONGEST_TEXT,
        "has a user of more than 255 bytes, which SOCKS cannot say");
    if (match.group(1).equals("haproxy")) {
      checked(text, user.isEmpty(), "has a user, which HAProxy's protocol does not know");
      return new Source.HaProxy(host, port);
    }
    return new Source.Socks5(host, port, user);
  }

  private static Rate rate(String text) {
    var rate = Rate.parse(text);
    if (rate.isUnlimited()) {
      throw new Unfit(
          "'none' is no limit", "leave the key out, or write what is never reached: 1000000/s");
    }
    return rate;
  }

  private static DayOfWeek day(String text) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> text.equals(shortName(day)) || text.equals(longName(day)))
        .findFirst()
        .orElseThrow();
  }

  static String shortName(DayOfWeek day) {
    return longName(day).substring(0, 3);
  }

  private static String longName(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (java.time.DateTimeException wrong) {
      throw new Unfit(
          "there is no time zone '" + text + "'",
          "did you mean " + Nearest.to(text, ZoneId.getAvailableZoneIds()) + "?");
    }
  }

  /** Words of an enumeration. */
  static <T> Form<T> oneOf(List<T> values, Function<T, String> word) {
    var byWord =
        values.stream()
            .collect(
                Collectors.toMap(
                    word, Function.identity(), (one, _) -> one, java.util.LinkedHashMap::new));
    return Form.word(byWord.keySet())
        .as(
            text -> {
              T value = byWord.get(text);
              if (value == null) {
                throw new IllegalStateException(text);
              }
              return value;
            });
  }
}

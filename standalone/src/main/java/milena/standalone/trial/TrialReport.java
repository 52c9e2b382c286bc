package milena.standalone.trial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import milena.router.trial.Bite;
import milena.router.trial.Delays;
import milena.router.trial.Figures;
import milena.router.trial.Figures.Totals;
import milena.router.trial.Volume;
import milena.router.trial.Window;
import milena.runtime.config.Durations;

/**
 * What a trial found, in lines for people.
 *
 * @param heading what was tried against what
 * @param recorded what the log says became of the mail
 * @param now what would have under the policy in force
 * @param next what would have under the other
 * @param notes what was assumed and left out
 */
public record TrialReport(
    String heading, Figures recorded, Figures now, Figures next, List<String> notes) {
  private static final int COLUMNS = 8;
  private static final int MOST_NAMES = 10;
  private static final int MOST_BITES = 20;

  private static final String ROW = "%-28s %12s %12s %12s  %s%n";

  /** All of it. */
  public String toText() {
    var text = new StringBuilder();
    line(text, "%s%n", heading);
    line(text, ROW, "", "recorded", "now", "new", "difference");
    total(text, "submissions", Totals::submissions);
    total(text, "  waiting from before", Totals::carried);
    total(text, "attempts", Totals::attempts);
    total(text, "delivered", Totals::delivered);
    total(text, "deferred", Totals::deferred);
    total(text, "bounced", Totals::bounced);
    total(text, "expired", Totals::expired);
    total(text, "suppressed or cancelled", Totals::withdrawn);
    total(text, "waiting at the end", Totals::waiting);
    delays(text, "accepted to first attempt", Figures::toFirst);
    delays(text, "accepted to delivered", Figures::toDelivered);
    if (now.saysTheSameAs(next)) {
      text.append("\nNo difference: the same mail would have left at the same times.\n");
    } else {
      overTime(text);
    }
    bites(text, "holds back now", now.bites());
    bites(text, "would hold back", next.bites());
    reactions(text);
    text.append('\n');
    notes.forEach(note -> line(text, "- %s%n", note));
    return safe(text.toString());
  }

  private void overTime(StringBuilder text) {
    line(text, "%nwaiting, at the end of each%n");
    head(text);
    row(text, "", "now", last(now.waitingAt()), "");
    row(text, "", "new", last(next.waitingAt()), "");
    volume(text, "attempts by source", Figures::sources);
    volume(text, "attempts by site", Figures::sites);
  }

  private void total(StringBuilder text, String name, ToLongFunction<Totals> count) {
    long before = count.applyAsLong(now.totals());
    long after = count.applyAsLong(next.totals());
    line(
        text,
        ROW,
        name,
        number(count.applyAsLong(recorded.totals())),
        number(before),
        number(after),
        difference(before, after));
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String difference(long before, long after) {
    return before == after ? "" : String.format(Locale.ROOT, "%+,d", after - before);
  }

  private void delays(StringBuilder text, String name, Function<Figures, Delays> which) {
    for (int percent : new int[] {50, 90, 99}) {
      double share = percent / 100.0;
      long before = which.apply(now).percentile(share);
      long after = which.apply(next).percentile(share);
      line(
          text,
          ROW,
          percent == 50 ? name + ", p50" : " ".repeat(name.length()) + "  p" + percent,
          time(which.apply(recorded).percentile(share)),
          time(before),
          time(after),
          before == after || before < 0 || after < 0
              ? ""
              : (after > before ? "+" : "-") + time(Math.abs(after - before)));
    }
  }

  /** A time in two steps at most, such as 3h12m: more cannot be told from such counts. */
  static String time(long ms) {
    if (ms < 0) {
      return "-";
    }
    long coarse = ms;
    if (ms >= Duration.ofHours(1).toMillis()) {
      coarse -= ms % Duration.ofMinutes(1).toMillis();
    } else if (ms >= Duration.ofSeconds(10).toMillis()) {
      coarse -= ms % Duration.ofSeconds(1).toMillis();
    }
    return Durations.print(Duration.ofMillis(coarse));
  }

  private void head(StringBuilder text) {
    var heads = new ArrayList<String>();
    for (int column = 0; column < columns(); column++) {
      var at = Instant.ofEpochMilli(window().begin(column * slotsAColumn()));
      heads.add(at.toString().substring(5, 16).replace('T', ' '));
    }
    line(text, "%-28s %-3s", "  UTC, from", "");
    heads.forEach(head -> line(text, " %12s", head));
    line(text, " %12s%n", "in all");
  }

  private static void row(
      StringBuilder text, String name, String side, long[] counts, String inAll) {
    line(text, "%-28s %-3s", name, side);
    for (long count : counts) {
      line(text, " %12s", number(count));
    }
    line(text, " %12s%n", inAll);
  }

  private void volume(StringBuilder text, String name, Function<Figures, Volume> which) {
    var names = new LinkedHashSet<String>();
    which.apply(now).rows().forEach(row -> names.add(row.name()));
    which.apply(next).rows().forEach(row -> names.add(row.name()));
    line(text, "%n%s%n", name);
    head(text);
    var shown = names.stream().sorted((a, b) -> Long.compare(most(which, b), most(which, a)));
    shown.limit(MOST_NAMES).forEach(each -> both(text, which, each));
    if (names.size() > MOST_NAMES) {
      line(text, "  and %,d more, which --json has%n", names.size() - MOST_NAMES);
    }
  }

  private long most(Function<Figures, Volume> which, String name) {
    return Math.max(
        which.apply(now).of(name).attemptsInAll(), which.apply(next).of(name).attemptsInAll());
  }

  private void both(StringBuilder text, Function<Figures, Volume> which, String name) {
    var before = which.apply(now).of(name);
    var after = which.apply(next).of(name);
    var shown = name.isEmpty() ? "(the system's choice)" : name;
    row(text, shown, "now", summed(before.attempts()), number(before.attemptsInAll()));
    row(text, "", "new", summed(after.attempts()), number(after.attemptsInAll()));
    if (before.deferredInAll() + after.deferredInAll() > 0) {
      row(text, "    deferred", "now", summed(before.deferred()), number(before.deferredInAll()));
      row(text, "", "new", summed(after.deferred()), number(after.deferredInAll()));
    }
  }

  private Window window() {
    return now.window();
  }

  private int slotsAColumn() {
    return Math.ceilDiv(window().slots(), COLUMNS);
  }

  private int columns() {
    return Math.ceilDiv(window().slots(), slotsAColumn());
  }

  private long[] summed(long[] slots) {
    var sums = new long[columns()];
    for (int slot = 0; slot < slots.length; slot++) {
      sums[slot / slotsAColumn()] += slots[slot];
    }
    return sums;
  }

  /** What stands at the end of each column. */
  private long[] last(long[] slots) {
    var lasts = new long[columns()];
    Arrays.setAll(
        lasts, column -> slots[Math.min(slots.length, (column + 1) * slotsAColumn()) - 1]);
    return lasts;
  }

  private static void bites(StringBuilder text, String name, List<Bite> bites) {
    line(text, "%n%s%n", name);
    if (bites.isEmpty()) {
      line(text, "  nothing%n");
    }
    bites.stream().limit(MOST_BITES).forEach(bite -> line(text, "  %s%n", told(bite)));
    if (bites.size() > MOST_BITES) {
      line(text, "  and %,d more, which --json has%n", bites.size() - MOST_BITES);
    }
  }

  private static String told(Bite bite) {
    var cause = bite.cause();
    var worst = new StringBuilder();
    for (var key : bite.worst().stream().filter(key -> !key.key().isEmpty()).limit(3).toList()) {
      worst.append(worst.isEmpty() ? "; most at " : ", ");
      worst.append(key.key()).append(' ').append(number(key.messages()));
    }
    return String.format(
        Locale.ROOT,
        "%s: %,d messages; something stood there for %s%s  <- %s%s",
        cause.what(),
        bite.messages(),
        time(bite.standingMs()),
        worst,
        cause.place(),
        cause.line() == 0 ? "" : " (line " + cause.line() + ")");
  }

  private void reactions(StringBuilder text) {
    Map<String, Long> before = now.reactions();
    Map<String, Long> after = next.reactions();
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    if (names.isEmpty()) {
      return;
    }
    line(text, "%nreactions, how often each acted%n");
    for (var name : names) {
      long one = before.getOrDefault(name, 0L);
      long other = after.getOrDefault(name, 0L);
      line(text, ROW, "  " + name, "", number(one), number(other), difference(one, other));
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  /** Nothing in a name or in a document may steer the terminal. */
  private static String safe(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

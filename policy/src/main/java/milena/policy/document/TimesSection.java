package milena.policy.document;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import milena.policy.Hours;
import milena.policy.Hours.Span;
import milena.policy.RetryRule;
import milena.policy.RetryRule.Schedule;
import milena.policy.Selector;

/** When mail is tried again, and when it may leave at all. */
final class TimesSection {
  private static final double DOUBLED = 2;
  private static final long A_DAY = Duration.ofDays(1).toMillis();

  private final Reading reading;
  private final Findings findings;

  /** What two rules must have in common for one of them to have no effect. */
  private record Slot(String section, Selector where, Set<String> classes) {}

  TimesSection(Reading reading) {
    this.reading = reading;
    this.findings = reading.findings();
  }

  Optional<RetryRule> retry(Part part) {
    var where = Selectors.read(reading, Sections.RETRY, part);
    var classes = classes(part);
    var schedule = schedule(part);
    reading
        .repeats()
        .lastWins(new Slot(Sections.RETRY.name(), where, Set.copyOf(classes)), part.place());
    return schedule.map(times -> new RetryRule(where, classes, times, part.place()));
  }

  private List<String> classes(Part part) {
    var classes = new ArrayList<String>();
    part.each(
        Keys.CLASS,
        (name, place) -> {
          if (!reading.classes().isEmpty() && !reading.classes().contains(name)) {
            findings.noEffect(
                place,
                "no mail is ever deferred as '" + name + "'",
                findings.meant(name, reading.classes()));
          }
          classes.add(name);
        });
    return classes.stream().distinct().sorted().toList();
  }

  private Optional<Schedule> schedule(Part part) {
    var preset = part.one(Keys.PRESET).map(name -> Presets.all().get(name));
    var waits = part.many(Keys.WAIT);
    if (part.has(Keys.PRESET) && part.has(Keys.WAIT)) {
      findings.error(
          part.at(Keys.WAIT),
          "contradicts the preset, which has waits",
          "leave one of the two out");
    } else if (!part.has(Keys.PRESET) && !part.has(Keys.WAIT)) {
      findings.error(part.place(), "does not say how long mail waits", "such as wait: [20m, 40m]");
    }
    var factor = part.one(Keys.FACTOR);
    var longest = part.one(Keys.LONGEST);
    var jitter = part.one(Keys.JITTER);
    var expiry = part.one(Keys.EXPIRY);
    var steps = preset.map(Schedule::steps).orElse(waits);
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    long most = Collections.max(steps);
    if (longest.isPresent() && longest.get() < most && !part.has(Keys.PRESET)) {
      findings.error(
          part.at(Keys.LONGEST), "is shorter than a wait of the same rule", "correct one of them");
    }
    return Optional.of(
        new Schedule(
            steps,
            factor.or(() -> preset.map(Schedule::factor)).orElse(DOUBLED),
            longest.or(() -> preset.map(Schedule::longestMs)).orElse(Math.max(A_DAY, most)),
            jitter.or(() -> preset.map(Schedule::jitter)).orElse(Presets.JITTER),
            expiry.or(() -> preset.map(Schedule::expiryMs)).orElse(0L)));
  }

  Optional<Hours> hours(Part part) {
    var where = Selectors.read(reading, Sections.HOURS, part);
    var spans = part.has(Keys.SPANS) ? spans(part) : span(part).stream().toList();
    var zone = part.one(Keys.ZONE).orElse(ZoneOffset.UTC);
    reading.repeats().lastWins(new Slot(Sections.HOURS.name(), where, Set.of()), part.place());
    return spans.isEmpty()
        ? Optional.empty()
        : Optional.of(new Hours(where, spans, zone, part.place()));
  }

  private List<Span> spans(Part part) {
    for (var key : Sections.SPAN.keys()) {
      if (part.has(key)) {
        findings.error(
            part.at(key), "contradicts the spans, each of which has its own", "move it into them");
      }
    }
    return part.elements(Keys.SPANS).stream()
        .map(at -> Part.of(findings, at).only(Sections.SPAN))
        .filter(Part::isMapping)
        .map(this::span)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Span> span(Part part) {
    var days = part.many(Keys.DAYS);
    var from = part.required(Keys.FROM);
    var to = part.required(Keys.TO);
    return from.flatMap(
        begin ->
            to.map(
                end ->
                    new Span(
                        days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(days),
                        begin,
                        end)));
  }
}

package milena.policy.document;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.LimitRule;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Selector;
import milena.runtime.config.Rate;

/** How much, how fast. */
final class LimitsSection {
  /** The others are each connection's own: nothing is counted for the group. */
  private static final Set<Kind> COUNTED_TOGETHER =
      EnumSet.complementOf(
          EnumSet.of(Kind.MESSAGES_PER_CONNECTION, Kind.RECIPIENTS_PER_TRANSACTION));

  private final Reading reading;
  private final Findings findings;
  private final Map<Count, Map<Selector, Most>> groups = new LinkedHashMap<>();

  /** What two rules must have in common for one of them to have no effect. */
  private record Slot(Per per, String group, Selector where, Kind kind) {}

  /** What all rules of a group count together. */
  private record Count(String group, Kind kind) {}

  /** What one rule says of it. */
  private record Most(Bound bound, Place place) {}

  LimitsSection(Reading reading) {
    this.reading = reading;
    this.findings = reading.findings();
  }

  Optional<LimitRule> limit(Part part) {
    var where = Selectors.read(reading, Sections.LIMITS, part);
    var group = part.one(LimitKeys.GROUP).orElse("");
    var per = per(part, group);
    var bounds = bounds(part);
    if (part.lacks(LimitKeys.bounds())) {
      findings.error(part.place(), "limits nothing", "add one such as message-rate: 100/s");
    }
    if (per.equals(Optional.of(Per.GROUP))) {
      bounds.forEach(
          (kind, bound) ->
              groups
                  .computeIfAbsent(new Count(group, kind), _ -> new LinkedHashMap<>())
                  .put(where, new Most(bound, part.at(LimitKeys.of(kind)))));
    }
    per.ifPresent(
        counted ->
            bounds
                .keySet()
                .forEach(
                    kind -> {
                      check(part, counted, kind);
                      reading
                          .repeats()
                          .lastWins(
                              new Slot(counted, group, where, kind), part.at(LimitKeys.of(kind)));
                    }));
    return per.map(counted -> new LimitRule(counted, group, where, bounds, part.place()));
  }

  /** Says where rules of one group bound what they count together differently. */
  void disagreements() {
    groups.forEach(
        (count, said) -> {
          if (COUNTED_TOGETHER.contains(count.kind())) {
            disagreements(count, said);
          }
        });
  }

  private void disagreements(Count count, Map<Selector, Most> said) {
    var first = said.values().iterator().next();
    for (var other : said.values()) {
      if (!other.bound().equals(first.bound())) {
        findings.error(
            other.place(),
            "the group '%s' has one count of its %s, so one bound: this is %s, and %s says %s"
                .formatted(
                    count.group(),
                    count.kind().word(),
                    Written.bound(count.kind(), other.bound()),
                    first.place(),
                    Written.bound(count.kind(), first.bound())),
            "give both the same bound, or the two groups different names");
      }
    }
  }

  private Optional<Per> per(Part part, String group) {
    var per = part.one(LimitKeys.PER);
    if (part.has(LimitKeys.GROUP)) {
      if (per.isPresent() && per.get() != Per.GROUP) {
        findings.error(
            part.at(LimitKeys.PER),
            "contradicts the group: its limits are counted for all of it together",
            "leave one of the two out");
      }
      return group.isEmpty() ? Optional.empty() : Optional.of(Per.GROUP);
    }
    if (per.isPresent() && per.get() == Per.GROUP) {
      findings.error(
          part.at(LimitKeys.PER), "a group needs a name", "such as " + LimitKeys.GROUP.example());
      return Optional.empty();
    }
    if (!part.has(LimitKeys.PER)) {
      findings.error(
          part.place(),
          "does not say what it is counted for",
          "such as " + LimitKeys.PER.example());
    }
    return per;
  }

  /** Reads every limit that is there. */
  Map<Kind, Bound> bounds(Part part) {
    var bounds = new EnumMap<Kind, Bound>(Kind.class);
    LimitKeys.counts()
        .forEach((kind, key) -> part.one(key).ifPresent(most -> bounds.put(kind, Bound.of(most))));
    var burst = part.one(LimitKeys.BURST);
    LimitKeys.rates()
        .forEach(
            (kind, key) ->
                part.one(key)
                    .ifPresent(
                        rate ->
                            bounds.put(
                                kind,
                                bound(
                                    rate,
                                    kind == Kind.MESSAGE_RATE ? burst : Optional.<Long>empty()))));
    if (part.has(LimitKeys.BURST) && !part.has(LimitKeys.of(Kind.MESSAGE_RATE))) {
      findings.noEffect(
          part.at(LimitKeys.BURST),
          "a burst is part of a message-rate, and this rule has none",
          "say both in one rule");
    }
    return bounds;
  }

  private static Bound bound(Rate rate, Optional<Long> burst) {
    return new Bound(
        rate.count(),
        rate.per().toMillis(),
        burst.orElseGet(() -> Math.max(1, (long) Math.ceil(rate.perSecond()))));
  }

  /** Says so where this limit cannot be kept. */
  void check(Part part, Per per, Kind kind) {
    var place = part.at(LimitKeys.of(kind));
    var kept = LimitKeys.kept(kind);
    if (!kept.contains(per)) {
      findings.noEffect(
          place,
          kind.word() + " cannot be kept per " + per.word(),
          "it can be per " + kept.stream().map(Per::word).collect(Collectors.joining(", ")));
    } else if (LimitKeys.ofConnections(kind)) {
      Selectors.ofMessages(part)
          .ifPresent(
              key ->
                  findings.noEffect(
                      place,
                      "a connection is opened before its messages, which alone tell " + key,
                      Selectors.KNOWN_BEFORE));
    }
  }
}

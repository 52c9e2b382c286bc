package milena.policy.document;

import java.util.EnumMap;
import java.util.Optional;
import milena.policy.Manner;
import milena.policy.MannerRule;
import milena.policy.Selector;

/** How servers are treated. */
final class ServersSection {
  private final Reading reading;

  /** What two rules must have in common for one of them to have no effect. */
  private record Slot(Selector where, Manner manner) {}

  ServersSection(Reading reading) {
    this.reading = reading;
  }

  Optional<MannerRule> manner(Part part) {
    var where = Selectors.read(reading, Sections.SERVERS, part);
    var values = new EnumMap<Manner, String>(Manner.class);
    MannerKeys.all()
        .forEach(
            (manner, key) -> {
              part.one(key).ifPresent(value -> values.put(manner, value));
              if (part.has(key)) {
                reading.repeats().lastWins(new Slot(where, manner), part.at(key));
              }
            });
    if (part.lacks(MannerKeys.list())) {
      reading.findings().error(part.place(), "says nothing", "add one such as tls: required");
    }
    Selectors.ofMessages(part)
        .ifPresent(
            key ->
                reading
                    .findings()
                    .noEffect(
                        key,
                        "a connection is opened before its messages, so this is never asked",
                        Selectors.KNOWN_BEFORE));
    return Optional.of(new MannerRule(where, values, part.place()));
  }
}

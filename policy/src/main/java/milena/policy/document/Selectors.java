package milena.policy.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import milena.policy.Place;
import milena.policy.Selector;

/** Which traffic a rule is for. */
final class Selectors {
  /** What a rule for connections may name. */
  static final String KNOWN_BEFORE =
      "name tenants, domains, pools, sites, providers or sources instead";

  private static final List<Key<?>> OF_MESSAGES = List.of(Keys.CAMPAIGN, Keys.META);

  private Selectors() {}

  /** Reads the keys that a section takes; the order in which values stand does not matter. */
  static Selector read(Reading reading, Section section, Part part) {
    return new Selector(
        values(section, part, Keys.TENANT),
        values(section, part, Keys.CAMPAIGN),
        values(section, part, Keys.DOMAIN),
        values(section, part, Keys.SITE),
        names(reading, section, part, Keys.PROVIDER),
        names(reading, section, part, Keys.POOL),
        names(reading, section, part, Keys.SOURCE),
        meta(reading, part));
  }

  private static List<String> values(Section section, Part part, Key<String> key) {
    return section.selector().contains(key)
        ? part.many(key).stream().distinct().sorted().toList()
        : List.of();
  }

  private static List<String> names(Reading reading, Section section, Part part, Key<String> key) {
    if (!section.selector().contains(key)) {
      return List.of();
    }
    var what =
        key.equals(Keys.PROVIDER)
            ? Names.What.PROVIDER
            : key.equals(Keys.POOL) ? Names.What.POOL : Names.What.SOURCE;
    var patterns = new TreeSet<String>();
    part.each(
        key,
        (pattern, place) -> {
          reading.names().use(what, pattern, place);
          patterns.add(pattern);
        });
    return List.copyOf(patterns);
  }

  private static Map<String, String> meta(Reading reading, Part part) {
    var meta = new TreeMap<String, String>();
    part.node(Keys.META)
        .ifPresent(
            at -> {
              var named = Part.named(reading.findings(), at);
              if (named.isEmpty() && at.node() instanceof Node.Mapping) {
                reading
                    .findings()
                    .error(at.place(), "names nothing", "such as " + Keys.META.example());
              }
              named.forEach(
                  (name, value) ->
                      Part.scalar(reading.findings(), Keys.META.form(), value)
                          .ifPresent(pattern -> meta.put(name, pattern)));
            });
    return meta;
  }

  /** The first key of which nothing is known before a message is opened. */
  static Optional<Place> ofMessages(Part part) {
    return OF_MESSAGES.stream().filter(part::has).findFirst().map(part::at);
  }
}

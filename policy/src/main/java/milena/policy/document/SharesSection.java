package milena.policy.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.policy.Place;
import milena.policy.Selector;
import milena.policy.Share;
import milena.policy.WarmUp;
import milena.policy.document.Names.What;

/** How much a new source may send, and how tenants share a site. */
final class SharesSection {
  private static final String ALL_MAIL = "";

  private final Reading reading;
  private final Map<Warming, Place> plans = new HashMap<>();

  /** What two rules must have in common for one of them to have no effect. */
  private record Slot(String section, Selector where) {}

  /** What has one plan: each of its days has one number. */
  private record Warming(String source, String provider) {}

  SharesSection(Reading reading) {
    this.reading = reading;
  }

  Optional<WarmUp> warmUp(Part part) {
    var source = part.required(Keys.WARMING);
    source.ifPresent(name -> reading.names().use(What.SOURCE, name, part.at(Keys.WARMING)));
    var providers = new ArrayList<String>();
    part.each(
        Keys.WARMING_FOR,
        (name, place) -> {
          reading.names().use(What.PROVIDER, name, place);
          providers.add(name);
        });
    source.ifPresent(name -> once(name, providers, part));
    var from = part.required(Keys.FIRST_DAY);
    if (!part.has(Keys.PER_DAY)) {
      part.required(Keys.PER_DAY);
    }
    var days = part.many(Keys.PER_DAY);
    return source.flatMap(
        name -> from.map(day -> new WarmUp(name, providers, day, days, part.place())));
  }

  private void once(String source, List<String> providers, Part part) {
    if (part.has(Keys.WARMING_FOR)) {
      providers.stream().distinct().forEach(provider -> once(source, provider, part));
    } else {
      once(source, ALL_MAIL, part);
    }
  }

  private void once(String source, String provider, Part part) {
    var before = plans.putIfAbsent(new Warming(source, provider), part.place());
    if (before != null) {
      var what = provider.isEmpty() ? "all mail together" : "provider '" + provider + "'";
      reading
          .findings()
          .error(
              part.at(provider.isEmpty() ? Keys.WARMING : Keys.WARMING_FOR),
              before
                  + " is a plan of source '"
                  + source
                  + "' for "
                  + what
                  + " too: each message would count twice, and nothing leave before the later"
                  + " plan's first day",
              "make one plan of the two");
    }
  }

  Optional<Share> share(Part part) {
    var where = Selectors.read(reading, Sections.SHARES, part);
    reading.repeats().lastWins(new Slot(Sections.SHARES.name(), where), part.place());
    return part.required(Keys.WEIGHT).map(weight -> new Share(where, weight, part.place()));
  }
}

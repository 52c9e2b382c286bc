package milena.policy.document;

import java.util.ArrayList;
import java.util.Optional;
import milena.policy.Selector;
import milena.policy.Share;
import milena.policy.WarmUp;
import milena.policy.document.Names.What;

/** How much a new source may send, and how tenants share a site. */
final class SharesSection {
  private final Reading reading;

  /** What two rules must have in common for one of them to have no effect. */
  private record Slot(String section, Selector where) {}

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
    var from = part.required(Keys.FIRST_DAY);
    if (!part.has(Keys.PER_DAY)) {
      part.required(Keys.PER_DAY);
    }
    var days = part.many(Keys.PER_DAY);
    return source.flatMap(
        name -> from.map(day -> new WarmUp(name, providers, day, days, part.place())));
  }

  Optional<Share> share(Part part) {
    var where = Selectors.read(reading, Sections.SHARES, part);
    reading.repeats().lastWins(new Slot(Sections.SHARES.name(), where), part.place());
    return part.required(Keys.WEIGHT).map(weight -> new Share(where, weight, part.place()));
  }
}

package milena.policy.document;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Reaction;
import milena.policy.Reaction.Act;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What is done when servers say something. */
final class ReactionsSection {
  /** A reply is that of one site: what is done about it is done there. */
  static final List<Per> AT_A_SITE = List.of(Per.SITE, Per.PATH, Per.TENANT_AND_SITE, Per.CAMPAIGN);

  private static final Set<Kind> LOWERED_BY_NONE =
      EnumSet.of(Kind.MESSAGES_PER_CONNECTION, Kind.RECIPIENTS_PER_TRANSACTION);
  private static final Form<String> BOUNCE = Form.word(List.of("bounce"));

  private final Reading reading;
  private final Findings findings;
  private final LimitsSection limits;
  private final Map<String, Place> names = new HashMap<>();

  ReactionsSection(Reading reading, LimitsSection limits) {
    this.reading = reading;
    this.findings = reading.findings();
    this.limits = limits;
  }

  Optional<Reaction> reaction(Part part) {
    var name = part.required(Keys.NAME);
    name.ifPresent(known -> once(known, part.at(Keys.NAME)));
    var where = Selectors.read(reading, Sections.REACTIONS, part);
    if (!part.has(Keys.WHEN)) {
      part.required(Keys.WHEN);
    }
    var when = part.many(Keys.WHEN);
    var unless = part.many(Keys.UNLESS);
    var often = part.one(Keys.TIMES).orElse(Often.ONCE);
    var acts = acts(part);
    long lasting = lasting(part, acts);
    return name.map(
        known ->
            new Reaction(
                known,
                where,
                when,
                unless,
                often.times(),
                often.withinMs(),
                acts,
                lasting,
                part.place()));
  }

  private void once(String name, Place place) {
    var before = names.putIfAbsent(name, place);
    if (before != null) {
      findings.error(place, "there is a reaction '" + name + "' already, " + before);
    }
  }

  private long lasting(Part part, List<Act> acts) {
    boolean passes = acts.stream().anyMatch(act -> !(act instanceof Act.Bounce));
    if (passes) {
      return part.required(Keys.FOR).orElse(0L);
    }
    if (part.has(Keys.FOR) && !acts.isEmpty()) {
      findings.noEffect(part.at(Keys.FOR), "a bounce lasts for no time", "leave it out");
    }
    return part.one(Keys.FOR).orElse(0L);
  }

  private List<Act> acts(Part part) {
    if (!part.has(Keys.DO)) {
      findings.error(part.place(), "lacks the key 'do'", "such as " + Keys.DO.example());
    }
    var acts = new ArrayList<Act>();
    for (var element : part.elements(Keys.DO)) {
      if (element.node() instanceof ScalarNode) {
        Part.scalar(findings, BOUNCE, element).ifPresent(_ -> acts.add(new Act.Bounce()));
      } else {
        act(Part.of(findings, element).only(Sections.ACT), acts);
      }
    }
    return acts;
  }

  private void act(Part part, List<Act> acts) {
    part.one(Keys.SUSPEND).ifPresent(what -> acts.add(new Act.Suspend(what)));
    part.node(Keys.LOWER)
        .ifPresent(at -> lower(Part.of(findings, at).only(Sections.LOWERED), acts));
    if (part.lacks(Sections.ACT.keys())) {
      findings.error(part.place(), "does nothing", "such as " + Keys.DO.example());
    }
  }

  private void lower(Part part, List<Act> acts) {
    var per = part.required(LimitKeys.PER);
    if (per.isPresent() && !AT_A_SITE.contains(per.get())) {
      findings.error(
          part.at(LimitKeys.PER),
          "a reply is one site's, and lowers nothing per " + per.get().word(),
          "such as per: path");
    }
    if (part.lacks(LimitKeys.bounds())) {
      findings.error(part.place(), "lowers nothing", "add one such as message-rate: 10/min");
    }
    limits
        .bounds(part)
        .forEach(
            (kind, bound) ->
                per.ifPresent(
                    counted -> {
                      limits.check(part, counted, kind);
                      if (LOWERED_BY_NONE.contains(kind)) {
                        findings.noEffect(
                            part.at(LimitKeys.of(kind)), "no reply lowers it", "leave it out");
                      }
                      acts.add(new Act.Lower(counted, kind, bound));
                    }));
  }
}

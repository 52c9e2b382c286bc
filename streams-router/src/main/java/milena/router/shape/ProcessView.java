package milena.router.shape;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import milena.router.gate.Admissions;
import milena.router.gate.Effect;
import milena.router.gate.GateStanding;

/** What is told of all partitions of a process together. */
record ProcessView(Admissions admissions, SiteLookup sites, Throughput throughput)
    implements QueueView.Whole {
  @Override
  public List<Effect> effects() {
    return admissions.effects();
  }

  @Override
  public Optional<QueueAnswer.Speed> speed(QueueAnswer.Group group, long now) {
    return throughput.of(group, now);
  }

  @Override
  public List<GateStanding> gates(List<Held> samples, long now) {
    var found = new LinkedHashSet<GateStanding>();
    for (var held : samples) {
      var hosts = sites.hosts(held.domain);
      var asked = held.traffic(admissions.minded(), hosts == null);
      var terms = admissions.terms(asked, hosts, now);
      found.addAll(admissions.standings(terms, now));
    }
    return List.copyOf(found);
  }
}

package milena.router.shape;

import java.util.List;
import java.util.Optional;
import milena.router.gate.Admissions;
import milena.router.gate.Effect;

/** What is told of all partitions of a process together. */
record ProcessView(Admissions admissions, Throughput throughput) implements QueueView.Whole {
  @Override
  public List<Effect> effects() {
    return admissions.effects();
  }

  @Override
  public Optional<QueueAnswer.Speed> speed(QueueAnswer.Group group, long now) {
    return throughput.of(group, now);
  }
}

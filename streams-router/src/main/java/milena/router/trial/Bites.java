package milena.router.trial;

import java.util.List;
import java.util.Objects;
import milena.policy.Place;
import milena.policy.Traffic;
import milena.router.gate.Admissions;
import milena.router.gate.Barrier;
import milena.router.gate.Gate;
import milena.router.gate.Terms;
import milena.router.gate.Verdict;
import milena.router.trial.Standing.Spot;

/** Watches the gates: what stands at which of them. Mail of the same terms stands in one row. */
final class Bites implements Admissions.Witness {
  private final Standing<Traffic> standing = new Standing<>();

  @Override
  public void answered(Terms terms, Verdict verdict, long now) {
    var row = terms.traffic();
    switch (verdict) {
      case Verdict.Go _ -> standing.goes(row, now);
      case Verdict.AtGates(var gates, var _, var _) ->
          standing.stands(row, gates.stream().map(Bites::spot).toList(), now);
      case Verdict.OutOfHours(long _) -> {
        var hours = Objects.requireNonNull(terms.hours());
        standing.stands(
            row, List.of(new Spot(Bite.Cause.of("out of hours", hours.place()), "")), now);
      }
      case Verdict.NoSource(long _) -> {
        var cause = Bite.Cause.of("no source can be used", Place.BUILT_IN);
        standing.stands(row, List.of(new Spot(cause, row.pool())), now);
      }
    }
  }

  private static Spot spot(Gate gate) {
    if (gate instanceof Barrier barrier) {
      var what = "suspended by a reaction, per " + barrier.per().word();
      return new Spot(new Bite.Cause(what, "reactions", 0), barrier.key());
    }
    var limit = Objects.requireNonNull(gate.limit());
    return new Spot(Bite.Cause.of(limit), limit.key());
  }

  List<Bite> close(long now) {
    return standing.close(now);
  }
}

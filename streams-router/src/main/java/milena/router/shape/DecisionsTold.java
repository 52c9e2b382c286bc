package milena.router.shape;

import java.util.function.Supplier;
import milena.router.letter.Outbox;
import milena.runtime.stage.StageOutput;
import milena.schemas.RecordFormat;
import milena.schemas.ShardMap;

/** Has everybody know what a shaper decided: workers, those who read events, and the meters. */
final class DecisionsTold {
  private final Outbox outbox;
  private final Supplier<ShardMap> shardMap;
  private final Throughput throughput;
  private final ShaperMeters meters;

  DecisionsTold(
      RecordFormat format,
      Supplier<ShardMap> shardMap,
      Throughput throughput,
      ShaperMeters meters) {
    this.outbox = new Outbox(format);
    this.shardMap = shardMap;
    this.throughput = throughput;
    this.meters = meters;
  }

  /** The shaper of a partition decided something. */
  void decided(int partition, ShaperDecision decision, StageOutput into, long now) {
    count(decision, now);
    throughput.decided(decision, now);
    switch (decision) {
      case ShaperDecision.Released(Held held) ->
          outbox.dispatch(into, partition, ShaperRecords.dispatch(held));
      case ShaperDecision.Deferred(Held held, var result, long _) ->
          outbox.event(into, ShaperRecords.deferred(held, result, now));
      case ShaperDecision.Reacted(Held held, var result, var acted) ->
          outbox.event(into, ShaperRecords.reacted(held, result, acted, now));
      case ShaperDecision.Ended(Held held, var ending, var result) ->
          outbox.event(into, ShaperRecords.ended(held, ending, result, now));
      case ShaperDecision.Suppressed(Held held, String reason) ->
          outbox.event(into, ShaperRecords.suppressed(held, reason, now));
      case ShaperDecision.CancelRequested(Held held, var lever) ->
          outbox.event(into, ShaperRecords.cancelRequested(held, lever, now));
      case ShaperDecision.Cancelled(Held held, var lever) ->
          outbox.event(into, ShaperRecords.cancelled(held, lever, now));
      case ShaperDecision.Late(var result) -> outbox.event(into, ShaperRecords.late(result, now));
      case ShaperDecision.Moved(Held held, String site) -> {
        var map = shardMap.get();
        outbox.queue(
            into, map.partition(site, 0), ShaperRecords.moved(held, site, map.version(), now));
      }
    }
  }

  private void count(ShaperDecision decision, long now) {
    switch (decision) {
      case ShaperDecision.Released _ -> meters.decided("released");
      case ShaperDecision.Deferred _ -> meters.decided("deferred");
      case ShaperDecision.Ended(Held held, var ending, var _) ->
          meters.ended(ending.word(), now - held.acceptedAt);
      case ShaperDecision.Suppressed(Held held, String _) ->
          meters.ended("suppressed", now - held.acceptedAt);
      case ShaperDecision.Reacted _ -> meters.decided("reacted");
      case ShaperDecision.CancelRequested _ -> meters.decided("cancel-requested");
      case ShaperDecision.Cancelled(Held held, var _) ->
          meters.ended("cancelled", now - held.acceptedAt);
      case ShaperDecision.Late _ -> meters.decided("late");
      case ShaperDecision.Moved _ -> meters.decided("moved");
    }
  }
}

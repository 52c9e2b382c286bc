package milena.router.shape;

import java.util.function.Supplier;
import milena.router.letter.RecordWriter;
import milena.runtime.stage.StageOutput;
import milena.schemas.RecordFormat;
import milena.schemas.ShardMap;

/** Has everybody know what a shaper decided: workers, those who read events, and the meters. */
final class DecisionsTold {
  private final RecordWriter writer;
  private final Supplier<ShardMap> shardMap;
  private final Throughput throughput;
  private final ShaperMeters meters;

  DecisionsTold(
      RecordFormat format,
      Supplier<ShardMap> shardMap,
      Throughput throughput,
      ShaperMeters meters) {
    this.writer = new RecordWriter(format);
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
          writer.dispatch(into, partition, ShaperRecords.dispatch(held));
      case ShaperDecision.Deferred(Held held, var result, long _) ->
          writer.event(into, ShaperRecords.deferred(held, result, now));
      case ShaperDecision.Reacted(Held held, var result, var acted) ->
          writer.event(into, ShaperRecords.reacted(held, result, acted, now));
      case ShaperDecision.Ended(Held held, var ending, var result) ->
          writer.event(into, ShaperRecords.ended(held, ending, result, now));
      case ShaperDecision.Suppressed(Held held, String reason) ->
          writer.event(into, ShaperRecords.suppressed(held, reason, now));
      case ShaperDecision.CancelRequested(Held held, var lever) ->
          writer.event(into, ShaperRecords.cancelRequested(held, lever, now));
      case ShaperDecision.Cancelled(Held held, var lever) ->
          writer.event(into, ShaperRecords.cancelled(held, lever, now));
      case ShaperDecision.Late(var result) -> writer.event(into, ShaperRecords.late(result, now));
      case ShaperDecision.Moved(Held held, String site) -> {
        var map = shardMap.get();
        writer.queue(
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

package milena.delivery.claim;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import milena.delivery.connect.BodyGone;
import milena.delivery.connect.BodyUnavailable;

/**
 * Reads single records of one topic by their place. Fresh mail is asked for about in the order of
 * the log and is read by a reader that only goes forward; what is behind it (a retry of an old
 * message, a site that has fallen behind) is fetched by a second one, which may jump, so that it
 * neither delays nor scatters the fresh. Who asks for what is being fetched waits with the first.
 */
final class TopicReader implements AutoCloseable {
  private final RecordCache cache;
  private final Map<Spot, CompletableFuture<byte[]>> underWay = new ConcurrentHashMap<>();

  private final RangeReader forward;
  private final RangeReader behind;

  /** Makes a reader that hands what it reads to a sink. */
  interface Readers {
    RangeReader reading(RangeReader.Sink sink);
  }

  /** Starts its two readers. */
  TopicReader(RecordCache cache, Readers forward, Readers behind) {
    this.cache = cache;
    var sink = new Arrivals();
    this.forward = forward.reading(sink);
    this.behind = behind.reading(sink);
  }

  /** Reads a record; ends exceptionally with {@link BodyGone} or {@link BodyUnavailable}. */
  CompletableFuture<byte[]> read(Spot spot) {
    var cached = cache.get(spot);
    if (cached != null) {
      return CompletableFuture.completedFuture(cached);
    }
    var mine = new CompletableFuture<byte[]>();
    var others = underWay.putIfAbsent(spot, mine);
    if (others != null) {
      return others;
    }
    // It may have arrived between the two looks.
    var arrived = cache.get(spot);
    if (arrived != null) {
      underWay.remove(spot);
      mine.complete(arrived);
      return mine;
    }
    (forward.isAhead(spot) ? forward : behind).request(spot);
    return mine;
  }

  @Override
  public void close() {
    forward.close();
    behind.close();
    var closing = new BodyUnavailable("the worker stops");
    underWay.values().forEach(waiting -> waiting.completeExceptionally(closing));
  }

  private final class Arrivals implements RangeReader.Sink {
    @Override
    public void read(Spot spot, byte[] value) {
      cache.put(spot, value);
      var waiting = underWay.remove(spot);
      if (waiting != null) {
        waiting.complete(value);
      }
    }

    @Override
    public void gone(Spot spot, String reason) {
      fail(spot, new BodyGone(reason));
    }

    @Override
    public void away(Spot spot) {
      fail(spot, new BodyUnavailable("the log did not answer in time"));
    }

    private void fail(Spot spot, Exception failure) {
      var waiting = underWay.remove(spot);
      if (waiting != null) {
        waiting.completeExceptionally(failure);
      }
    }
  }
}

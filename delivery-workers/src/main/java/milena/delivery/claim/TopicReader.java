package milena.delivery.claim;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import milena.delivery.connect.BodyGone;
import milena.delivery.connect.BodyUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Reads single records of one topic by their place. Fresh mail is asked for about in the order of
 * the log and is read by a reader that only goes forward; what is behind it (a retry of an old
 * message, a site that has fallen behind) is fetched by a second one, which may jump, so that it
 * neither delays nor scatters the fresh. Who asks for what is being fetched waits with the first.
 */
final class TopicReader implements AutoCloseable {
  /** What becomes of a record that somebody has asked for. */
  enum Then {
    /** Others may ask for it too, such as the other recipients of a message. */
    KEEP,
    /** It is large, and mostly asked for once. */
    FORGET
  }

  private final RecordCache cache;
  private final Then then;
  private final Map<Spot, CompletableFuture<byte[]>> underWay = new ConcurrentHashMap<>();

  private final RangeReader forward;
  private final RangeReader behind;

  /** Makes a reader that hands what it reads to a sink. */
  interface Readers {
    RangeReader reading(RangeReader.Sink sink);
  }

  /** Starts its two readers. */
  TopicReader(RecordCache cache, Then then, Readers forward, Readers behind) {
    this.cache = cache;
    this.then = then;
    var sink = new Arrivals();
    this.forward = forward.reading(sink);
    this.behind = behind.reading(sink);
  }

  /** Reads a record; ends exceptionally with {@link BodyGone} or {@link BodyUnavailable}. */
  CompletableFuture<byte[]> read(Spot spot) {
    var cached = cached(spot);
    if (cached != null) {
      return CompletableFuture.completedFuture(cached);
    }
    var mine = new CompletableFuture<byte[]>();
    var others = underWay.putIfAbsent(spot, mine);
    if (others != null) {
      return others;
    }
    // It may have arrived between the two looks.
    var arrived = cached(spot);
    if (arrived != null) {
      underWay.remove(spot);
      mine.complete(arrived);
      return mine;
    }
    (forward.isAhead(spot) ? forward : behind).request(spot);
    return mine;
  }

  /** Makes room: nobody is going to ask for this record again soon. */
  void forget(Spot spot) {
    cache.take(spot);
  }

  private byte @Nullable [] cached(Spot spot) {
    return switch (then) {
      case KEEP -> cache.get(spot);
      case FORGET -> cache.take(spot);
    };
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
      if (then == Then.KEEP || !underWay.containsKey(spot)) {
        cache.put(spot, value);
      }
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

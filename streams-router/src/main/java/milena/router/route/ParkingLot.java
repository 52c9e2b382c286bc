package milena.router.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import milena.runtime.stage.PartitionStore;
import milena.runtime.stage.StageOutput;
import milena.runtime.stage.StoreKey;
import milena.schemas.Parked;
import milena.schemas.RecordCodec;
import milena.schemas.RoutedSubmission;
import milena.schemas.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/**
 * Submissions that wait for their domain's site, in the stage's store: by the time until which they
 * wait, and by domain.
 *
 * <pre>
 *   p until id             what is parked
 *   d domain 0 until id    the same, found by domain
 * </pre>
 *
 * In the changelog the key is the time and the id. Its first byte is the time's highest and
 * therefore 0, which tells it from keys of other kinds.
 */
final class ParkingLot {
  private static final byte BY_TIME = 'p';
  private static final byte BY_DOMAIN = 'd';

  /** A parked submission and its place. */
  static final class Place {
    private final byte[] key;
    private final RoutedSubmission routed;

    private Place(byte[] key, RoutedSubmission routed) {
      this.key = key;
      this.routed = routed;
    }

    RoutedSubmission routed() {
      return routed;
    }
  }

  private final PartitionStore store;
  private final RecordCodec<Parked> codec;
  private int size;

  ParkingLot(PartitionStore store, RecordCodec<Parked> codec) {
    this.store = store;
    this.codec = codec;
  }

  /** Puts one entry of the changelog into the store. */
  void restore(byte[] key, byte @Nullable [] value) throws UnreadableRecord {
    var own = prefixed(BY_TIME, key);
    var before = store.get(own);
    if (before != null) {
      store.delete(byDomain(codec.decode(before).getRouted().getDomain(), key));
      store.delete(own);
    }
    if (value != null) {
      store.put(own, value);
      store.put(byDomain(codec.decode(value).getRouted().getDomain(), key), new byte[0]);
    }
  }

  /** Counts what is parked, once; from then on {@link #size} follows. */
  void count() {
    size = 0;
    store.scan(
        new byte[] {BY_TIME},
        new byte[] {BY_TIME + 1},
        (key, value) -> {
          size++;
          return true;
        });
  }

  /** How many are parked. */
  int size() {
    return size;
  }

  /** Parks a submission. */
  void park(RoutedSubmission routed, String reason, long now, long until, StageOutput output) {
    var id = routed.getSubmissionId().getBytes(StandardCharsets.UTF_8);
    var key = ByteBuffer.allocate(Long.BYTES + id.length).putLong(until).put(id).array();
    var value = codec.encode(new Parked(routed, reason, now, until, null));
    store.put(prefixed(BY_TIME, key), value);
    store.put(byDomain(routed.getDomain(), key), new byte[0]);
    size++;
    output.log(store.partition(), new StoreKey(key), value);
  }

  /** It goes on. */
  void leave(Place place, StageOutput output) {
    size--;
    store.delete(prefixed(BY_TIME, place.key));
    store.delete(byDomain(place.routed.getDomain(), place.key));
    output.log(store.partition(), new StoreKey(place.key), null);
  }

  /** What waits for a domain, at most {@code limit}. */
  List<Place> of(String domain, int limit) {
    var prefix = byDomain(domain, new byte[0]);
    var end = prefix.clone();
    end[end.length - 1] = 1;
    var keys = new ArrayList<byte[]>();
    store.scan(
        prefix,
        end,
        (key, value) -> {
          keys.add(Arrays.copyOfRange(key, prefix.length, key.length));
          return keys.size() < limit;
        });
    var places = new ArrayList<Place>();
    for (var key : keys) {
      var value = store.get(prefixed(BY_TIME, key));
      if (value != null) {
        places.add(new Place(key, decode(value)));
      }
    }
    return places;
  }

  /** What has waited long enough, at most {@code limit}. */
  List<Place> overdue(long now, int limit) {
    var places = new ArrayList<Place>();
    store.scan(
        new byte[] {BY_TIME},
        ByteBuffer.allocate(1 + Long.BYTES).put(BY_TIME).putLong(now).array(),
        (key, value) -> {
          places.add(new Place(Arrays.copyOfRange(key, 1, key.length), decode(value)));
          return places.size() < limit;
        });
    return places;
  }

  /** Domains that are waited for, at most {@code limit}. */
  List<String> domains(int limit) {
    var domains = new ArrayList<String>();
    boolean[] found = {true};
    var from = new byte[] {BY_DOMAIN};
    while (found[0] && domains.size() < limit) {
      found[0] = false;
      store.scan(
          from,
          new byte[] {BY_DOMAIN + 1},
          (key, value) -> {
            int zero = 1;
            while (key[zero] != 0) {
              zero++;
            }
            domains.add(new String(key, 1, zero - 1, StandardCharsets.UTF_8));
            found[0] = true;
            return false;
          });
      if (found[0]) {
        from = byDomain(domains.getLast(), new byte[0]);
        from[from.length - 1] = 1;
      }
    }
    return domains;
  }

  private RoutedSubmission decode(byte[] value) {
    try {
      return codec.decode(value).getRouted();
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("the store has an entry that this version cannot read", e);
    }
  }

  private static byte[] prefixed(byte kind, byte[] key) {
    return ByteBuffer.allocate(1 + key.length).put(kind).put(key).array();
  }

  private static byte[] byDomain(String domain, byte[] key) {
    var name = domain.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + name.length + key.length)
        .put(BY_DOMAIN)
        .put(name)
        .put((byte) 0)
        .put(key)
        .array();
  }
}

package milena.schemas;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/**
 * Site shard → partition of {@code mail.queue}: an explicit, versioned map. A shard falls into one
 * of a fixed number of buckets, and the map says where each bucket is; giants are placed by name.
 * Adding partitions makes a new version that moves some buckets and leaves all others alone.
 *
 * @param version from 1; a record routed under an older one is moved when it is released
 * @param buckets partition of each bucket
 * @param placed partition of each shard that is placed by name (as {@link #shardName})
 */
public record ShardMap(int version, List<Integer> buckets, Map<String, Integer> placed) {

  /** Buckets of a new map: enough that one of them is a small part of any cluster's load. */
  public static final int BUCKETS = 1024;

  /** Copies, so that the map cannot change under its version. */
  public ShardMap {
    buckets = List.copyOf(buckets);
    placed = Map.copyOf(placed);
  }

  /** The first map: buckets dealt out evenly. */
  public static ShardMap first(int partitions) {
    var buckets = IntStream.range(0, BUCKETS).mapToObj(bucket -> bucket % partitions).toList();
    return new ShardMap(1, buckets, Map.of());
  }

  /** The name of a shard of a site. */
  public static String shardName(String site, int shard) {
    return shard == 0 ? site : site + '#' + shard;
  }

  /** Where a site shard is. */
  public int partition(String site, int shard) {
    var name = shardName(site, shard);
    var byName = placed.get(name);
    if (byName != null) {
      return byName;
    }
    int hash = Utils.murmur2(name.getBytes(StandardCharsets.UTF_8));
    return buckets.get(Integer.remainderUnsigned(hash, buckets.size()));
  }
}

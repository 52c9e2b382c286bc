package milena.bench.measure;

/**
 * Counts durations in log-linear buckets: exact below 128 ns, within 1/64 of the value above.
 *
 * <p>Every power of two is cut into 64 buckets of equal width, so the memory is fixed (30 KiB) for
 * the whole range of a {@code long} and recording is a shift and an increment. Not thread-safe: one
 * thread records, and {@link #add} joins what several have recorded.
 */
public final class LatencyHistogram {
  private static final int SUB_BITS = 6;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;

  private final long[] counts = new long[bucketOf(Long.MAX_VALUE) + 1];
  private long count;
  private long max;

  /** Records one duration in nanoseconds; a negative one (clocks that disagree) counts as zero. */
  public void record(long nanos) {
    long value = Math.max(0, nanos);
    counts[bucketOf(value)]++;
    count++;
    max = Math.max(max, value);
  }

  /** Adds everything that another histogram has recorded. */
  public void add(LatencyHistogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    count += other.count;
    max = Math.max(max, other.max);
  }

  /** Returns how many durations were recorded. */
  public long count() {
    return count;
  }

  /** Returns the longest duration recorded in nanoseconds, exactly; 0 when there is none. */
  public long max() {
    return max;
  }

  /**
   * Returns the duration in nanoseconds that this share of all recorded ones does not exceed; the
   * upper edge of its bucket, never more than {@link #max}; 0 when there is none.
   *
   * @param share from 0 to 1: 0.99 for the 99th percentile
   */
  public long percentile(double share) {
    if (share < 0 || share > 1) {
      throw new IllegalArgumentException("share must be from 0 to 1: " + share);
    }
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return Math.min(max, upperEdge(i));
      }
    }
    return max;
  }

  /** Returns the usual percentiles of what was recorded so far. */
  public LatencySummary summary() {
    return new LatencySummary(
        count, percentile(0.5), percentile(0.9), percentile(0.99), percentile(0.999), max);
  }

  private static int bucketOf(long value) {
    if (value < SUB_BUCKETS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - SUB_BITS;
    return shift * SUB_BUCKETS + (int) (value >>> shift);
  }

  private static long upperEdge(int bucket) {
    if (bucket < 2 * SUB_BUCKETS) {
      return bucket;
    }
    int shift = bucket / SUB_BUCKETS - 1;
    long top = bucket - (long) shift * SUB_BUCKETS;
    return ((top + 1) << shift) - 1;
  }
}

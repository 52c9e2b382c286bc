package milena.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  @Property
  void shouldFindEveryPercentileWithinOneSixtyFourth(
      @ForAll @NotEmpty List<@LongRange(min = 0, max = 1L << 62) Long> durations,
      @ForAll @DoubleRange(min = 0, max = 1) double share) {
    // Given
    var histogram = new LatencyHistogram();

    // When
    durations.forEach(histogram::record);

    // Then
    List<Long> sorted = durations.stream().sorted().toList();
    int rank = (int) Math.max(1, Math.ceil(share * sorted.size()));
    long exact = sorted.get(rank - 1);
    assertThat(histogram.percentile(share)).isBetween(exact, exact + exact / 64);
    assertThat(histogram.count()).isEqualTo(durations.size());
    assertThat(histogram.max()).isEqualTo(sorted.getLast());
  }

  @Property
  void shouldAddUpToWhatOneWouldHaveRecorded(
      @ForAll List<@LongRange(min = 0, max = 1L << 40) Long> first,
      @ForAll List<@LongRange(min = 0, max = 1L << 40) Long> second) {
    // Given
    var one = new LatencyHistogram();
    var left = new LatencyHistogram();
    var right = new LatencyHistogram();
    first.forEach(
        nanos -> {
          one.record(nanos);
          left.record(nanos);
        });
    second.forEach(
        nanos -> {
          one.record(nanos);
          right.record(nanos);
        });

    // When
    left.add(right);

    // Then
    assertThat(left.summary()).isEqualTo(one.summary());
  }

  @Test
  void shouldHoldTheLongestDurationThereIs() {
    // Given
    var histogram = new LatencyHistogram();

    // When
    histogram.record(Long.MAX_VALUE);

    // Then
    assertThat(histogram.percentile(0.5)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldCountAClockThatWentBackwardsAsZero() {
    // Given
    var histogram = new LatencyHistogram();

    // When
    histogram.record(-5);

    // Then
    assertThat(histogram.summary()).isEqualTo(new LatencySummary(1, 0, 0, 0, 0, 0));
  }
}

package milena.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchStampTest {
  @Property
  void shouldReadBackWhatItWroteInAFixedWidth(
      @ForAll @LongRange(min = 0, max = 999_999_999_999L) long sequence,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long nanos) {
    // Given
    var stamp = new BenchStamp(sequence, nanos);

    // When
    String value = stamp.toHeaderValue();

    // Then
    assertThat(BenchStamp.parse(value)).contains(stamp);
    assertThat(value).hasSize(4 + 12 + 5 + 19);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "seq=", "seq=1", "seq=x; at=1", "seq=1; at=", "at=1; seq=1"})
  void shouldReadADamagedStampAsNone(String value) {
    assertThat(BenchStamp.parse(value)).isEmpty();
  }

  @Test
  void shouldCountNanosecondsSinceTheEpoch() {
    assertThat(BenchStamp.epochNanos(Instant.ofEpochSecond(2, 7))).isEqualTo(2_000_000_007L);
  }
}

package milena.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import milena.bench.sink.DeliverySet.Outcome;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeliverySetTest {
  @Property(tries = 200)
  void shouldTellNewFromSeenAsASetDoes(
      @ForAll @Size(max = 3000) List<@LongRange(min = 2, max = 4000) Long> keys) {
    // Given
    var deliveries = new DeliverySet(Integer.MAX_VALUE);
    Set<Long> model = new HashSet<>();

    for (long key : keys) {
      // When
      Outcome outcome = deliveries.add(key << 9);

      // Then
      assertThat(outcome).isEqualTo(model.add(key) ? Outcome.NEW : Outcome.SEEN);
    }
    assertThat(deliveries.size()).isEqualTo(model.size());
  }

  @Test
  void shouldStillKnowWhatItHoldsWhenFull() {
    // Given
    var deliveries = new DeliverySet(2);
    deliveries.add(7);
    deliveries.add(8);

    // When / Then
    assertThat(deliveries.add(9)).isEqualTo(Outcome.FULL);
    assertThat(deliveries.add(7)).isEqualTo(Outcome.SEEN);
  }

  @Test
  void shouldNotConfuseWhereMessageEndsAndRecipientBegins() {
    assertThat(DeliverySet.key("ab", "c")).isNotEqualTo(DeliverySet.key("a", "bc"));
  }
}

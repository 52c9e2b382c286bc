package milena.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ProgressTest {

  @Property(tries = 300)
  void shouldNeverCommitAboveAnUnfinishedDispatch(@ForAll long seed) {
    // Given
    var random = new Random(seed);
    var progress = new Progress<Long>(10);
    var unfinished = new TreeSet<Long>();
    long next = 10;

    for (int i = 0; i < 300; i++) {
      // When
      switch (random.nextInt(3)) {
        case 0 -> {
          next += random.nextInt(3);
          progress.take(next, next);
          unfinished.add(next++);
        }
        case 1 -> {
          progress.pass(next++);
        }
        default -> {
          if (!unfinished.isEmpty()) {
            var all = new ArrayList<>(unfinished);
            long one = all.get(random.nextInt(all.size()));
            assertThat(progress.finish(one)).isTrue();
            assertThat(progress.finish(one)).isFalse();
            unfinished.remove(one);
          }
        }
      }

      // Then
      long expected = unfinished.isEmpty() ? progress.next() : unfinished.first();
      assertThat(progress.committable()).as("seed %s", seed).isEqualTo(expected);
      assertThat(progress.unfinishedCount()).isEqualTo(unfinished.size());
      assertThat(progress.span()).isEqualTo(progress.next() - expected);
      assertThat(progress.lowest().isEmpty()).isEqualTo(unfinished.isEmpty());
    }
  }

  @Test
  void shouldRefuseAnOffsetThatWentBy() {
    // Given
    var progress = new Progress<String>(5);
    progress.take(7, "seven");

    // Then
    assertThatThrownBy(() -> progress.take(7, "again"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> progress.pass(6)).isInstanceOf(IllegalArgumentException.class);
  }
}

package milena.outbox.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ProgressTest {

  @Test
  void shouldHaveNothingToCommitBeforeTheFirstRecord() {
    // Then
    assertThat(new Progress().committable()).isEqualTo(-1);
  }

  /** Offsets have gaps where markers of transactions stand. */
  @Property(tries = 200)
  void shouldCommitNoRecordBeforeItIsFinished(@ForAll long seed) {
    // Given
    var random = new Random(seed);
    var progress = new Progress();
    var offsets = new ArrayList<Long>();
    long offset = random.nextInt(100);
    for (int count = 0; count < 30; count++) {
      offsets.add(offset);
      progress.taken(offset);
      offset += 1 + random.nextInt(3);
    }
    var order = new ArrayList<>(offsets);
    Collections.shuffle(order, random);
    var finished = new HashSet<Long>();

    for (var each : order) {
      // When
      finished.add(each);
      progress.finished(each);

      // Then
      long committable = progress.committable();
      assertThat(offsets).filteredOn(below -> below < committable).allMatch(finished::contains);
      assertThat(finished.contains(committable)).isFalse();
    }
    assertThat(progress.committable()).isEqualTo(offsets.getLast() + 1);
  }
}

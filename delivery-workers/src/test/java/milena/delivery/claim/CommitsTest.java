package milena.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

/** What is committed when a worker stops. */
class CommitsTest {

  /** Has been woken up, and says so at the next commit. */
  private static final class Woken extends MockConsumer<byte[], byte[]> {
    private final List<Map<TopicPartition, OffsetAndMetadata>> committed = new ArrayList<>();
    private boolean woken = true;

    Woken() {
      super("earliest");
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration patience) {
      if (woken) {
        woken = false;
        throw new WakeupException();
      }
      committed.add(offsets);
    }
  }

  @Test
  void shouldCommitThoughTheWakeupOfTheStopComesOnlyThen() {
    // Given
    var terms = new ClaimTerms("w1", "run1", Duration.ofSeconds(10), true);
    var inherited = Inherited.from(null, new Inherited.Log(7, 9), 0, 100);
    var partition = new OwnedPartition(2, new ClaimRules(terms), () -> 0, inherited);
    try (var consumer = new Woken()) {
      var commits = new Commits(consumer);

      // When
      var done = commits.atOnce(List.of(partition));

      // Then
      assertThat(done).isTrue();
      assertThat(commits.has(partition)).isTrue();
      assertThat(consumer.committed)
          .singleElement()
          .satisfies(
              offsets ->
                  assertThat(offsets)
                      .extractingByKey(new TopicPartition("mail.dispatch", 2))
                      .extracting(OffsetAndMetadata::offset)
                      .isEqualTo(7L));
    }
  }
}
